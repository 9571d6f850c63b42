/**
 * Message Events (XEP-0022), as gateways use them: {@link im.linnet.messageevents.MessageEvents}
 * asks contacts for typing notices, reports theirs, and sends the user's. Only the event {@code
 * composing} is supported.
 */
@NullMarked
package im.linnet.messageevents;

import org.jspecify.annotations.NullMarked;
