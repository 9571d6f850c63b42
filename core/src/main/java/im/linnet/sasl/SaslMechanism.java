package im.linnet.sasl;

import im.linnet.xml.Attribute;
import java.util.Base64;
import java.util.List;

/**
 * A SASL mechanism together with the credentials it proves: a value that any number of connections
 * share. One sign-in is a {@link SaslExchange}.
 */
public interface SaslMechanism {

  /** {@return the name it is offered by, such as {@code SCRAM-SHA-256}} */
  String name();

  /**
   * Tells whether this mechanism may be used on this connection. By default: only under TLS, as
   * what most mechanisms send is worth stealing.
   *
   * @param channel the connection
   * @return whether it may be used
   */
  default boolean usableOn(SaslChannel channel) {
    return channel.secure();
  }

  /**
   * Begins one sign-in.
   *
   * @param channel the connection
   * @return the exchange; its methods are called one after the other
   */
  SaslExchange start(SaslChannel channel);

  /**
   * A message as it is written into {@code <auth/>} and {@code <response/>}: base64 by RFC 6120,
   * section 6.4.2. Only for a service that wants it otherwise.
   *
   * @param message what the exchange gave
   * @return the text of the element
   */
  default String encode(byte[] message) {
    return message.length == 0 ? "=" : Base64.getEncoder().encodeToString(message);
  }

  /** {@return attributes that {@code <auth/>} has beside {@code mechanism}; by default none} */
  default List<Attribute> attributes() {
    return List.of();
  }
}
