package im.linnet.internal.stream;

import im.linnet.connection.BoundStream;
import im.linnet.internal.netty.EarlyStanza;
import im.linnet.jid.Jid;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.xml.Element;
import im.linnet.xml.XmlLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Elements that arrived early: those held until the running step has decided on the answer before
 * them, and those kept for the session. Both are bounded. For the event loop.
 */
final class Handover {

  private static final String MANAGEMENT = "urn:xmpp:sm:3";
  private static final int MAX_EARLY = 256;
  private static final long MAX_EARLY_BYTES = 4L << 20;

  private final long most;
  private final Deque<Element> held = new ArrayDeque<>();
  private final List<Object> kept = new ArrayList<>();
  private long answeredAt;
  private long signedInAt;

  /** For a stream with these limits after sign-in. */
  Handover(XmlLimits limitsAfter) {
    most = Math.max(MAX_EARLY_BYTES, limitsAfter.stanzaBytes());
  }

  /** A step begins to decide on an answer; {@code bytesRead} had been read by then. */
  void answered(long bytesRead) {
    answeredAt = bytesRead;
  }

  /** The user is signed in; {@code bytesRead} had been read by then. */
  void signedIn(long bytesRead) {
    signedInAt = bytesRead;
  }

  /**
   * Holds an element that arrived while a step decides.
   *
   * @param bytesRead how many bytes were read, up to and including this element
   * @throws im.linnet.failure.StreamException if the limit is exceeded
   */
  void hold(Element element, long bytesRead) {
    require(held.size(), bytesRead - answeredAt);
    held.add(element);
  }

  /** Passes the held elements on, until there is no more or {@code over} says so. */
  void release(Consumer<Element> reader, BooleanSupplier over) {
    while (!held.isEmpty() && !over.getAsBoolean()) {
      reader.accept(held.remove());
    }
  }

  /** Whether this is a request for acknowledgement, or an acknowledgement (XEP-0198). */
  static boolean isCount(Element element) {
    return element.is("r", MANAGEMENT) || element.is("a", MANAGEMENT);
  }

  /**
   * Keeps an element for the session.
   *
   * @param counted whether it counts on a managed stream (XEP-0198, section 4)
   * @param bytesRead how many bytes were read, up to and including this element
   * @throws im.linnet.failure.StreamException if the limit is exceeded
   */
  void keep(Element element, boolean counted, long bytesRead) {
    require(kept.size(), bytesRead - signedInAt);
    kept.add(counted ? element : new EarlyStanza(element));
  }

  private void require(int elements, long bytes) {
    if (elements == MAX_EARLY || bytes > most) {
      throw NegotiationErrors.tooMuchEarly(MAX_EARLY, most);
    }
  }

  /** What the session has to read, in order: the elements kept for it, then those still held. */
  List<Object> rest() {
    kept.addAll(held);
    held.clear();
    return kept;
  }

  /** The negotiated stream. */
  static BoundStream stream(
      StreamOrigin origin, Facts facts, Features features, @Nullable SSLSession tls) {
    Jid jid = Objects.requireNonNull(facts.jid(), "jid");
    String mechanism = facts.mechanism();
    BoundStream.Builder stream =
        BoundStream.builder(jid, origin.endpoint())
            .redirects(origin.redirects())
            .mechanism(mechanism == null ? "" : mechanism)
            .signInProtocol(facts.protocol())
            .features(features)
            .verified(facts.verified())
            .managed(facts.managed())
            .resumed(facts.resumed() != null);
    return tls == null
        ? stream.build()
        : stream.tls(tls.getProtocol(), tls.getCipherSuite()).build();
  }
}
