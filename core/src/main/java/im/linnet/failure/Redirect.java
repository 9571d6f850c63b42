package im.linnet.failure;

import im.linnet.endpoint.Endpoint;

/**
 * One {@code see-other-host} that was followed (RFC 6120, section 4.9.3.19).
 *
 * @param from the place that sent us on
 * @param to where to, as the server wrote it
 * @param phase how far the stream had come
 */
public record Redirect(Endpoint from, String to, Phase phase) {}
