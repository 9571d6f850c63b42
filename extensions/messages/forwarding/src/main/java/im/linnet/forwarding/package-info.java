/**
 * Messages as others passed them on: {@link im.linnet.forwarding.Forwarded} has a message inside
 * another element (XEP-0297), {@link im.linnet.forwarding.StanzaId} and {@link
 * im.linnet.forwarding.OriginId} are the ids that servers, rooms and clients gave a message
 * (XEP-0359).
 */
@NullMarked
package im.linnet.forwarding;

import org.jspecify.annotations.NullMarked;
