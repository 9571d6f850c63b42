/**
 * The Windows Live Messenger XMPP service (2011 to 2013) as a client meets it: its only SASL
 * mechanism, X-MESSENGER-OAUTH2, by which an OAuth 2.0 access token is the text of {@code <auth/>},
 * and {@link im.linnet.sasl.messenger.MessengerProfile what else is special} about it.
 */
@NullMarked
package im.linnet.sasl.messenger;

import org.jspecify.annotations.NullMarked;
