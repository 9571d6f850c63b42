/** The application of the page, in a package of its own because it scans its package. */
@NullMarked
package im.linnet.spring.boot.starter.example;

import org.jspecify.annotations.NullMarked;
