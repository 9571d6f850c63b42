/**
 * A client's life with a bound stream: what is sent, who waits for answers, who listens, and what
 * state the connection is in.
 */
@NullMarked
package im.linnet.internal.session;

import org.jspecify.annotations.NullMarked;
