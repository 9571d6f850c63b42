package im.linnet.testkit.messenger;

import im.linnet.testkit.wire.Wire;
import im.linnet.testkit.xml.MalformedXmlException;
import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlText;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One client connection, from accept to end. Its own thread negotiates and then serves the session.
 */
final class Connection {
  private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final int number;
  private final Wire wire;
  private final Listener listener;
  private final Site site;
  private final UnaryOperator<String> targets;
  private volatile Ended.@Nullable By endedBy;
  private volatile boolean clientCloses;

  Connection(int number, Wire wire, Listener listener, Site site, UnaryOperator<String> targets) {
    this.number = number;
    this.wire = wire;
    this.listener = listener;
    this.site = site;
    this.targets = targets;
  }

  int number() {
    return number;
  }

  Listener listener() {
    return listener;
  }

  Site site() {
    return site;
  }

  Wire wire() {
    return wire;
  }

  boolean secured() {
    return wire.tls() != null;
  }

  /** Serves the client; returns when the connection is closed. */
  void run() {
    try {
      Session session = new Negotiation(this).run();
      if (session != null) {
        serve(session);
      }
    } catch (MalformedXmlException e) {
      refuse("not-well-formed");
    } catch (IOException e) {
      by(Ended.By.CLIENT_CUT);
    } catch (RuntimeException e) {
      refuse("internal-server-error");
      throw e;
    } finally {
      if (clientCloses) {
        wire.linger(Duration.ZERO);
      }
      Ended.By by = endedBy;
      site.ended().add(new Ended(number, by == null ? Ended.By.SERVICE : by));
      wire.linger(LINGER);
    }
  }

  /** Waits for a stream header. */
  XmlElement readHeader() throws IOException {
    return note(wire.readHeader());
  }

  /** Waits for an element. Answers the client's closing tag and returns null. */
  @Nullable XmlElement read() throws IOException {
    XmlElement element = wire.read();
    if (element != null) {
      return note(element);
    }
    if (by(Ended.By.CLIENT_CLOSE_TAG)) {
      wire.write("</stream:stream>");
      wire.endOutput();
    }
    return null;
  }

  void write(String xml) throws IOException {
    wire.write(xml);
  }

  void secure(SSLContext context) throws IOException {
    wire.secure(context, unchanged -> {}, HANDSHAKE_LIMIT);
  }

  /** Redirects if the plan has a redirect for this moment. {@return whether it did} */
  boolean redirects(RedirectPlan.When when) throws IOException {
    RedirectPlan plan = site.settings().redirects();
    for (RedirectPlan.Hop hop : plan.hops()) {
      if (hop.listener() == listener.index() && hop.when() == when) {
        String target = XmlText.escape(targets.apply(hop.target()));
        if (!by(Ended.By.SERVICE)) {
          return false;
        }
        streamError(
            "<see-other-host xmlns='" + Ns.STREAM_ERROR + "'>" + target + "</see-other-host>");
        end(plan.ending());
        return true;
      }
    }
    return false;
  }

  /** Ends the connection with a stream error (RFC 6120, section 4.9). */
  void refuse(String condition) {
    try {
      by(Ended.By.SERVICE);
      streamError("<" + condition + " xmlns='" + Ns.STREAM_ERROR + "'/>");
      end(Ending.CLOSE_TAG);
    } catch (IOException e) {
      wire.abort();
    }
  }

  /** Ends the connection; with {@link Ending#WAIT}, the client has to close it. */
  void end(Ending ending) throws IOException {
    by(Ended.By.SERVICE);
    switch (ending) {
      case CLOSE_TAG -> {
        wire.write("</stream:stream>");
        wire.endOutput();
      }
      case FIN -> wire.endOutput();
      case RESET -> wire.reset();
      case WAIT -> clientCloses = true;
    }
  }

  private void serve(Session session) throws IOException {
    IdleRule idle = site.settings().idle();
    try {
      while (true) {
        wire.limit(idle == null ? Duration.ZERO : idle.limit());
        XmlElement stanza = read();
        if (stanza == null) {
          return;
        }
        session.handle(stanza);
      }
    } catch (SocketTimeoutException e) {
      if (idle != null) {
        endIdle(idle);
      }
    } finally {
      session.leave();
    }
  }

  private void endIdle(IdleRule idle) throws IOException {
    if (idle.error()) {
      streamError("<connection-timeout xmlns='" + Ns.STREAM_ERROR + "'/>");
    }
    end(idle.ending());
  }

  /** The service declares the prefix again, as the traces show. */
  private void streamError(String content) throws IOException {
    wire.write("<stream:error xmlns:stream='" + Ns.STREAM + "'>" + content + "</stream:error>");
  }

  private synchronized boolean by(Ended.By by) {
    if (endedBy != null) {
      return false;
    }
    endedBy = by;
    return true;
  }

  private XmlElement note(XmlElement element) {
    String raw = new String(wire.takeConsumed(), StandardCharsets.UTF_8);
    site.received().add(new Received(number, listener.index(), secured(), element, raw));
    return element;
  }
}
