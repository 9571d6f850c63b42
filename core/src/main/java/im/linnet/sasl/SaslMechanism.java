package im.linnet.sasl;

import im.linnet.xml.Attribute;
import java.util.Base64;
import java.util.List;

/**
 * A SASL mechanism with its credentials: a value shared by any number of connections. One sign-in
 * is a {@link SaslExchange}. {@code toString} should return the name and must not contain a secret.
 */
public interface SaslMechanism {

  /** {@return the SASL name, such as {@code SCRAM-SHA-256}} */
  String name();

  /**
   * Whether this mechanism may be used on a connection. By default only if the connection is
   * {@linkplain SaslChannel#secure secure}, as most mechanisms send something worth stealing.
   *
   * @param channel the connection
   * @return true if it may be used
   */
  default boolean usableOn(SaslChannel channel) {
    return channel.secure();
  }

  /**
   * Starts one sign-in. Called on a worker thread.
   *
   * @param channel the connection
   * @return the exchange; its methods are called one at a time
   */
  SaslExchange start(SaslChannel channel);

  /**
   * Encodes a message for {@code <auth/>} and {@code <response/>}: base64 (RFC 6120, section 6.4).
   * Override it only for a service that expects another encoding. Not called for an empty message,
   * for which RFC 6120 has its own form.
   *
   * @param message the message of the exchange, at least one byte
   * @return the text of the element
   */
  default String encode(byte[] message) {
    return Base64.getEncoder().encodeToString(message);
  }

  /**
   * Decodes the text of {@code <challenge/>} or {@code <success/>}: strict base64 (RFC 4648,
   * section 4), with padding and without whitespace. Override it only for a service that uses
   * another encoding. Not called for a text that represents no data.
   *
   * @param text the server's text, not empty
   * @return the message
   * @throws IllegalArgumentException if the text is malformed
   */
  default byte[] decode(String text) {
    return StrictBase64.decode(text);
  }

  /**
   * Whether the next exchange may have new credentials after the server refused the last ones with
   * {@code not-authorized} or {@code credentials-expired}. If so, the client immediately connects
   * once more, as some services end the stream after a refusal.
   *
   * @return true if a retry makes sense; false by default
   */
  default boolean renewsCredentials() {
    return false;
  }

  /**
   * {@return additional attributes of {@code <auth/>}, beside {@code mechanism}; by default none}
   */
  default List<Attribute> attributes() {
    return List.of();
  }
}
