/**
 * Opens one channel to one address, directly, through a proxy or by a transport, and explains why
 * it failed.
 */
@NullMarked
package im.linnet.internal.dial;

import org.jspecify.annotations.NullMarked;
