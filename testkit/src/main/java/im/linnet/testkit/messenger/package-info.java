/**
 * A stand-in for the Windows Live Messenger XMPP service of 2011 to 2013, which is closed. The
 * defaults are as in public traces; what these leave open is a setting.
 *
 * <pre>{@code
 * MessengerUser alice = new MessengerUser("00037ffe12345678", "alice@hotmail.com", "Alice", "her token");
 * try (MessengerService service =
 *     MessengerService.builder().tls(serverContext).user(alice).start()) {
 *   connect("messenger.live.com", service.front().getPort());
 *   service.logins().await("Alice's login", login -> login.user().equals(alice));
 * }
 * }</pre>
 */
@NullMarked
package im.linnet.testkit.messenger;

import org.jspecify.annotations.NullMarked;
