/** Tests of the adapters between lines and channels. */
@NullMarked
package im.linnet.internal.transport;

import org.jspecify.annotations.NullMarked;
