/** One channel to one address, directly or through a proxy, and what a failure to open it means. */
@NullMarked
package im.linnet.internal.dial;

import org.jspecify.annotations.NullMarked;
