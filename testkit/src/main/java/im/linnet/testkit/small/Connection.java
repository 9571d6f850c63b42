package im.linnet.testkit.small;

import im.linnet.testkit.wire.Wire;
import im.linnet.testkit.xml.MalformedXmlException;
import im.linnet.testkit.xml.XmlElement;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted connection, from its first header to its end. Its own thread negotiates and then
 * reads for the {@link Loop}.
 */
final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final Wire wire;
  private final Site site;
  private final Negotiation negotiation;

  Connection(Wire wire, Site site, Negotiation negotiation) {
    this.wire = wire;
    this.site = site;
    this.negotiation = negotiation;
  }

  /** What a stream does before stanzas can be exchanged. */
  @FunctionalInterface
  interface Negotiation {
    /**
     * {@return the peer, known to the site; null if the connection ended before}
     *
     * @param outbox what the peer has to use for all it sends
     */
    @Nullable Peer run(Wire wire, Outbox outbox) throws IOException;
  }

  /** Serves the peer; returns when the connection is closed. */
  void run(int number) {
    Outbox outbox = new Outbox(wire, site.threads(), "writer-" + number);
    try {
      Peer peer = negotiation.run(wire, outbox);
      if (peer != null) {
        serve(peer, outbox);
      }
    } catch (MalformedXmlException e) {
      outbox.end(StreamErrors.of("not-well-formed"));
    } catch (IOException e) {
      // The peer has left without a closing tag.
    } catch (RuntimeException e) {
      outbox.end(StreamErrors.of("internal-server-error"));
      throw e;
    } finally {
      outbox.end(StreamErrors.CLOSE);
      outbox.join();
      wire.linger(LINGER);
    }
  }

  private void serve(Peer peer, Outbox outbox) throws IOException {
    try {
      for (XmlElement next = read(); next != null; next = read()) {
        XmlElement element = next;
        site.loop().execute(() -> handle(peer, element));
      }
    } catch (MalformedXmlException e) {
      site.loop().execute(() -> peer.end("not-well-formed"));
    } finally {
      // Behind the answers to what was received.
      site.loop()
          .ask(
              () -> {
                peer.left();
                outbox.end(StreamErrors.CLOSE);
                return true;
              });
    }
  }

  private @Nullable XmlElement read() throws IOException {
    XmlElement element = wire.read();
    wire.takeConsumed();
    return element;
  }

  private static void handle(Peer peer, XmlElement element) {
    try {
      peer.handle(element);
    } catch (RuntimeException e) {
      LOG.error("can't process {}", element, e);
      peer.end("internal-server-error");
    }
  }
}
