/**
 * The client side of the Windows Live Messenger XMPP service (2011 to 2013): its only SASL
 * mechanism, X-MESSENGER-OAUTH2, which sends an OAuth 2.0 access token as the text of {@code
 * <auth/>}, and its {@link im.linnet.sasl.messenger.MessengerProfile other peculiarities}.
 */
@NullMarked
package im.linnet.sasl.messenger;

import org.jspecify.annotations.NullMarked;
