@NullMarked
package im.linnet.spring.boot.starter;

import org.jspecify.annotations.NullMarked;
