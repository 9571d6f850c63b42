package im.linnet.testkit.messenger;

import im.linnet.testkit.xml.XmlElement;

/**
 * A stream header (without content) or an element that a client sent.
 *
 * @param connection 1 for the first connection that the service accepted, on any listener
 * @param listener 0 for the front, 1 for the first gateway
 * @param secured whether it was received under TLS
 * @param element the element
 * @param raw its text as received
 */
public record Received(
    int connection, int listener, boolean secured, XmlElement element, String raw) {

  /** {@return one line; for SASL elements, which contain tokens, only the name} */
  @Override
  public String toString() {
    String shown =
        element.namespace().equals(Ns.SASL) ? "<" + element.localName() + " ...>" : raw.strip();
    return "[%d at %d%s] %s".formatted(connection, listener, secured ? ", TLS" : "", shown);
  }
}
