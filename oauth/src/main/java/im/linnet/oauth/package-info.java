/**
 * OAuth 2.0 (RFC 6749): the user's consent in a browser (RFC 8252, with the proof key of RFC 7636),
 * the token endpoint, and a source of fresh access tokens.
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
 * im.linnet.failure.TransportException} if another attempt may succeed, an {@link
 * im.linnet.failure.AuthenticationException} if not. {@link ConsentNeeded} is the cause of the
 * latter if the user has to consent. Tokens, codes and secrets never appear in messages, logs or
 * {@code toString}.
 */
@NullMarked
package im.linnet.oauth;

import org.jspecify.annotations.NullMarked;
