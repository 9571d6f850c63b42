/**
 * OAuth 2.0 (RFC 6749): asking the user for consent in a browser (RFC 8252, with the proof key of
 * RFC 7636), the token endpoint, and a source of access tokens that stay fresh.
 *
 * <pre>{@code
 * OauthClient app = OauthClient.of("client id", endpoints, "chat");
 * TokenEndpoint endpoint = TokenEndpoint.of(app);
 * TokenSource tokens =
 *     TokenSource.builder(endpoint).store(new TokenFile(Path.of("tokens.json"))).build();
 * new CodeFlow(endpoint)
 *     .run(url -> System.out.println("Please open " + url))
 *     .thenCompose(tokens::accept)
 *     .thenCompose(ready -> client.connect());
 * }</pre>
 *
 * <p>Every future fails with an {@link im.linnet.failure.XmppException}: a {@link
 * im.linnet.failure.TransportException} where another try may help, an {@link
 * im.linnet.failure.AuthenticationException} where it does not. {@link ConsentNeeded} is the cause
 * of the latter if only the user can help. Tokens, codes and secrets are in no message, log line or
 * {@code toString}.
 */
@NullMarked
package im.linnet.oauth;

import org.jspecify.annotations.NullMarked;
