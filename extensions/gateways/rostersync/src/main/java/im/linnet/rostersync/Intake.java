package im.linnet.rostersync;

import im.linnet.RequestOptions;
import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.routing.Claim;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes accepted pushes out of the general flow, by a mark that only this client knows and a claim
 * on the mark; and puts pushes that were held back into it. The latter needs a stanza to put them
 * ahead of: the answer to a ping of the own server.
 *
 * <p>Thread-safe; the lock is held for collections only.
 */
final class Intake implements Filter {

  private static final Logger LOG = LoggerFactory.getLogger(RosterSync.class);

  private static final String MARK = "push";

  /** How many pushes are put back with one ping. */
  private static final int BATCH = 128;

  private final String namespace = "urn:uuid:" + UUID.randomUUID();
  private final XmppClient client;
  private final Predicate<Push> accepts;
  private final Consumer<Exchange> ignored;
  private final Consumer<Push> delivered;
  private final Deque<Push> back = new ArrayDeque<>();
  private @Nullable Batch batch;

  /** Pushes that are put back when a ping is answered. */
  private record Batch(String id, List<Push> pushes) {}

  /**
   * An intake.
   *
   * @param accepts says whether a push is taken
   * @param ignored is called with exchanges that contain ignored items
   * @param delivered is called with each push that was put back
   */
  Intake(
      XmppClient client,
      Predicate<Push> accepts,
      Consumer<Exchange> ignored,
      Consumer<Push> delivered) {
    this.client = client;
    this.accepts = accepts;
    this.ignored = ignored;
    this.delivered = delivered;
  }

  /** The claim on the marked pushes. */
  Claim claim() {
    return Claim.payload(MARK, namespace);
  }

  @Override
  public Verdict incoming(Stanza stanza) {
    if (stanza instanceof Presence presence) {
      Push push = Push.of(presence);
      return push != null && accepts.test(push)
          ? Verdict.replace(presence.toBuilder().payload(mark()).build())
          : Verdict.pass();
    } else if (stanza instanceof Message message) {
      return incoming(message);
    }
    return stanza instanceof Iq iq && !iq.isRequest() ? putBack(iq) : Verdict.pass();
  }

  private Verdict incoming(Message message) {
    Jid from = message.from();
    Element x = message.element().child("x", Exchange.NAMESPACE);
    boolean conversation =
        message.type() != Message.Type.ERROR && message.type() != Message.Type.GROUPCHAT;
    if (x == null || from == null || from.local() != null || !conversation) {
      return Verdict.pass();
    }
    Exchange exchange = Exchange.of(from.bare(), x);
    if (exchange.suggestions().isEmpty()) {
      return Verdict.pass();
    }
    Push push = Push.of(message, exchange);
    if (!accepts.test(push)) {
      return Verdict.pass();
    }
    if (exchange.ignored() > 0) {
      ignored.accept(exchange);
    }
    return push.ordinary() == null
        ? Verdict.pass()
        : Verdict.replace(message.toBuilder().payload(mark()).build());
  }

  private Element mark() {
    return Element.of(MARK, namespace);
  }

  /** Puts the stanza of a push back into the general flow, as soon as there is a connection. */
  void putBack(Push push) {
    synchronized (this) {
      back.addLast(push);
    }
  }

  /** Whether pushes are to be put back, which later ones must not overtake. */
  synchronized boolean isPuttingBack() {
    return batch != null || !back.isEmpty();
  }

  /** Begins with what is to be put back, unless that is under way. */
  void start() {
    String id = UUID.randomUUID().toString();
    synchronized (this) {
      if (batch != null || back.isEmpty()) {
        return;
      }
      List<Push> pushes = new ArrayList<>();
      while (pushes.size() < BATCH && !back.isEmpty()) {
        pushes.add(back.removeFirst());
      }
      batch = new Batch(id, pushes);
    }
    Jid server = client.account().domainJid();
    client
        .request(
            Iq.get(server, Element.of("ping", "urn:xmpp:ping")).withId(id),
            RequestOptions.standard().inOrder())
        .whenComplete((answer, failure) -> ended(id));
  }

  /** What is ahead of the answer passes only the filters after this one. */
  private Verdict putBack(Iq answer) {
    Batch now = answered(answer.id());
    if (now == null) {
      return Verdict.pass();
    }
    List<Stanza> stanzas = new ArrayList<>();
    for (Push push : now.pushes()) {
      if (push.ordinary() != null) {
        stanzas.add(push.ordinary());
      }
      delivered.accept(push);
    }
    return Verdict.pass().behind(stanzas.toArray(Stanza[]::new));
  }

  private synchronized @Nullable Batch answered(@Nullable String id) {
    Batch now = batch;
    if (now == null || !now.id().equals(id)) {
      return null;
    }
    batch = null;
    return now;
  }

  /** If the ping was not answered, its pushes wait for the next stream. */
  private void ended(String id) {
    boolean unanswered;
    synchronized (this) {
      Batch now = batch;
      unanswered = now != null && now.id().equals(id);
      if (unanswered && now != null) {
        batch = null;
        for (int i = now.pushes().size() - 1; i >= 0; i--) {
          back.addFirst(now.pushes().get(i));
        }
      }
    }
    if (unanswered) {
      LOG.debug("Subscription requests wait for the next stream: a ping was not answered");
    } else {
      start();
    }
  }
}
