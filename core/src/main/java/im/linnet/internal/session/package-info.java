/**
 * The life of a client's connection: its state, the bound stream, keep-alive, reconnecting, and
 * what survives for resumption.
 */
@NullMarked
package im.linnet.internal.session;

import org.jspecify.annotations.NullMarked;
