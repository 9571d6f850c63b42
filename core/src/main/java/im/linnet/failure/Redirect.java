package im.linnet.failure;

import im.linnet.endpoint.Endpoint;

/**
 * A {@code see-other-host} that was followed (RFC 6120, section 4.9.3.19).
 *
 * @param from the endpoint that redirected the client
 * @param to the target, as the server wrote it
 * @param phase the phase in which the redirect arrived
 */
public record Redirect(Endpoint from, String to, Phase phase) {}
