/**
 * Outgoing stanzas: the path through the filters, the outbox, acknowledgements, and requests that
 * wait for their answers.
 */
@NullMarked
package im.linnet.internal.outgoing;

import org.jspecify.annotations.NullMarked;
