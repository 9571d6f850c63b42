/** What is to be the same in all extensions. */
@NullMarked
package im.linnet.integration;

import org.jspecify.annotations.NullMarked;
