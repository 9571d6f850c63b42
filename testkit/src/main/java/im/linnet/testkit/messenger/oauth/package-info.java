/**
 * A stand-in for the OAuth 2.0 server (RFC 6749) of the Messenger service, over HTTP on loopback:
 * the page on which users consent, the token endpoint, and every way in which these were seen or
 * feared to answer.
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
