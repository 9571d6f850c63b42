/**
 * X-MESSENGER-OAUTH2, the only SASL mechanism of the Windows Live Messenger XMPP service (2011 to
 * 2013): an OAuth 2.0 access token as the text of {@code <auth/>}.
 */
@NullMarked
package im.linnet.sasl.messenger;

import org.jspecify.annotations.NullMarked;
