/**
 * What is sent: filters, the outbox, what the server acknowledges, and requests that wait for their
 * answers.
 */
@NullMarked
package im.linnet.internal.outgoing;

import org.jspecify.annotations.NullMarked;
