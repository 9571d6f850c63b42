/** The races of the outbox, which need what this package does not make public. */
@NullMarked
package im.linnet.internal.outgoing;

import org.jspecify.annotations.NullMarked;
