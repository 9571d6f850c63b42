package im.linnet.spring.boot.starter;

import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes stanzas of the last run whose fate is unknown. A client may know them as soon as it is
 * built, which is too early for the application's listeners: they are kept until then.
 */
final class UncertainStanzas implements Consumer<Element> {

  private static final Logger LOG = LoggerFactory.getLogger(UncertainStanzas.class);

  private final String client;
  private final Consumer<Object> publisher;
  private final List<UncertainStanza> early = new ArrayList<>();
  private boolean begun;

  /**
   * Creates the publisher of one client.
   *
   * @param client the name of the client's bean
   */
  UncertainStanzas(String client, Consumer<Object> publisher) {
    this.client = client;
    this.publisher = publisher;
  }

  @Override
  public synchronized void accept(Element stanza) {
    LOG.warn(
        "Client {}: the stanza with id {}, sent before the restart, may not have arrived; the"
            + " event UncertainStanza has it",
        client,
        stanza.attribute("id"));
    UncertainStanza event = new UncertainStanza(client, stanza);
    if (begun) {
      publisher.accept(event);
    } else {
      early.add(event);
    }
  }

  /** The listeners are there. */
  synchronized void begin() {
    begun = true;
    early.forEach(publisher);
    early.clear();
  }
}
