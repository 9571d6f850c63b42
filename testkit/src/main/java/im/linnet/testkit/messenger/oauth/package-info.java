/**
 * A stand-in for the OAuth 2.0 server (RFC 6749) of the Messenger service, over HTTP on loopback:
 * the page on which users consent, and the token endpoint, with all the answers that were observed
 * or are possible.
 *
 * <pre>{@code
 * TokenBook book = new TokenBook(Clock.systemUTC());
 * try (OauthService oauth = OauthService.start("client id", alice, book);
 *     MessengerService messenger =
 *         MessengerService.builder().tls(serverContext).user(alice).tokens(book).start()) {
 *   oauth.answer(TokenAnswer.HTML);
 *   connect("messenger.live.com", messenger.front().getPort());
 * }
 * }</pre>
 */
@NullMarked
package im.linnet.testkit.messenger.oauth;

import org.jspecify.annotations.NullMarked;
