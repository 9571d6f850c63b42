/** Transports from outside core, on what it exports alone. */
@NullMarked
package im.linnet.transport;

import org.jspecify.annotations.NullMarked;
