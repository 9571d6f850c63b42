package im.linnet.spring.boot.starter;

import im.linnet.xml.Element;
import java.util.Objects;

/**
 * An application event: a stanza that the application sent before its restart may or may not have
 * arrived, because the suspended stream can't be resumed. Published once the context has started,
 * in the order of sending.
 *
 * @param client the name of the client's bean
 * @param stanza the stanza; to send it again, keep its id, so that recipients can recognise it
 */
public record UncertainStanza(String client, Element stanza) {

  /**
   * Creates an event.
   *
   * @param client the name of the client's bean
   * @param stanza the stanza
   */
  public UncertainStanza {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(stanza, "stanza");
  }

  /** {@return a description without the stanza} */
  @Override
  public String toString() {
    return "UncertainStanza[client=%s, id=%s]".formatted(client, stanza.attribute("id"));
  }
}
