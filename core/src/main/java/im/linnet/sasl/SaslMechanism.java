package im.linnet.sasl;

import im.linnet.xml.Attribute;
import java.util.Base64;
import java.util.List;

/**
 * A SASL mechanism together with the credentials it proves: a value that any number of connections
 * share. One sign-in is a {@link SaslExchange}. Its {@code toString} should be its name and must
 * not show a secret.
 */
public interface SaslMechanism {

  /** {@return the name it is offered by, such as {@code SCRAM-SHA-256}} */
  String name();

  /**
   * Tells whether this mechanism may be used on this connection. By default: only where a secret is
   * safe, as what most mechanisms send is worth stealing.
   *
   * @param channel the connection
   * @return whether it may be used
   */
  default boolean usableOn(SaslChannel channel) {
    return channel.secure();
  }

  /**
   * Begins one sign-in. Called on a worker thread.
   *
   * @param channel the connection
   * @return the exchange; its methods are called one after the other
   */
  SaslExchange start(SaslChannel channel);

  /**
   * A message as it is written into {@code <auth/>} and {@code <response/>}: base64 by RFC 6120,
   * section 6.4. Only for a service that wants it otherwise. Not called for a message without
   * bytes, for which RFC 6120 has a form of its own.
   *
   * @param message what the exchange gave, at least one byte
   * @return the text of the element
   */
  default String encode(byte[] message) {
    return Base64.getEncoder().encodeToString(message);
  }

  /**
   * The text of {@code <challenge/>} or {@code <success/>} as the exchange is given it: strictly
   * base64 by RFC 4648, section 4, with padding and without white space. Only for a service that
   * writes it otherwise. Not called for a text that stands for no data.
   *
   * @param text what the server sent, not empty
   * @return the message
   * @throws IllegalArgumentException if the text is not what the mechanism sends
   */
  default byte[] decode(String text) {
    return StrictBase64.decode(text);
  }

  /**
   * Tells whether the next exchange may have other credentials than those that the server has just
   * refused, as {@code not-authorized} or {@code credentials-expired}. If so, the client connects
   * once more at once, as some services end the stream after a refusal.
   *
   * @return whether another try is worth it; by default it is not
   */
  default boolean renewsCredentials() {
    return false;
  }

  /** {@return attributes that {@code <auth/>} has beside {@code mechanism}; by default none} */
  default List<Attribute> attributes() {
    return List.of();
  }
}
