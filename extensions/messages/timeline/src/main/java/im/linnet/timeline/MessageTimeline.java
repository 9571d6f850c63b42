package im.linnet.timeline;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.archive.MessageArchive;
import im.linnet.carbons.Carbon;
import im.linnet.carbons.Carbons;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.delay.Delay;
import im.linnet.forwarding.StanzaId;
import im.linnet.jid.Jid;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import im.linnet.timeline.TimelineEntry.Way;
import im.linnet.xml.Element;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All messages between the user and others in one sequence, on all devices of the user: those that
 * this device receives and sends, those of other devices, and those that came while this device was
 * away. Each is there once.
 *
 * <pre>{@code
 * MessageTimeline timeline = client.get(MessageTimeline.class);
 * timeline.onEntry(
 *     entry -> System.out.println(entry.contact() + ": " + entry.message().body()));
 * }</pre>
 *
 * <p>On each stream, new or resumed, the archive is read from the end of the timeline on, and what
 * arrives meanwhile comes afterwards. This needs an archive (XEP-0313) that stores all messages,
 * and carbons (XEP-0280). Without an archive, the timeline contains what arrives, and says so in
 * its {@link #progress()}.
 *
 * <p>Messages of the types chat and normal are in the timeline if the archive has an id for them,
 * if they have a body, or if the user sent them. Typing notices alone, errors, messages and
 * invitations of rooms and events of nodes are not. All of them are still delivered by {@link
 * XmppClient#onMessage}.
 *
 * <p>A message with the sender, the id and the body of one within half an hour before it is the
 * same one again: servers sometimes pass a message on twice, and clients send it again, when
 * connections break.
 *
 * <p>After a crash of the program, entries of the last second may come again; they have the same
 * {@linkplain TimelineEntry#archiveId() archive id} or message id.
 *
 * <p>Needs {@link MessageArchive} and {@link Carbons}, added before. Entries come in order with the
 * client's callbacks. Safe for use by any thread; nothing blocks.
 */
public final class MessageTimeline implements Extension {

  private static final Logger LOG = LoggerFactory.getLogger(MessageTimeline.class);
  private static final Duration SAVING = Duration.ofSeconds(1);

  /** What a message may have without saying anything that lasts. */
  private static final Set<String> EPHEMERAL =
      Set.of(
          "http://jabber.org/protocol/chatstates",
          "jabber:x:event",
          "urn:xmpp:hints",
          "urn:xmpp:sid:0",
          "urn:xmpp:mam:tmp",
          "urn:xmpp:delay",
          "jabber:x:delay");

  /** What makes a message one of a room or of a node, which other extensions deliver. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "http://jabber.org/protocol/muc#user",
          "jabber:x:conference",
          "http://jabber.org/protocol/pubsub#event");

  /** Whether the mark waits to be saved. */
  private enum Saving {
    DONE,
    DUE
  }

  private final XmppClient client;
  private final Carbons carbons;
  private final TimelineStore store;
  private final Duration history;
  private final InstantSource clock;
  private final Subscribers<TimelineEntry> subscribers = new Subscribers<>(MessageTimeline.class);
  private final Subscribers<Progress> watchers = new Subscribers<>(MessageTimeline.class);
  private final Executor order;

  // These belong to the client's callbacks.
  private @Nullable Sequence sequence;
  private Saving saving = Saving.DONE;

  private volatile Progress progress = new Progress.Waiting();

  /**
   * A timeline that begins when the client first connects, and lasts as long as the program. Add it
   * to the client's builder with {@code .with(MessageTimeline::new)}.
   *
   * @param client the client
   */
  public MessageTimeline(XmppClient client) {
    this(client, TimelineStore.inMemory(), Duration.ZERO);
  }

  /**
   * A timeline that continues where it ended.
   *
   * @param client the client
   * @param store keeps its end
   * @param history how far back it begins if the store has nothing
   * @throws IllegalArgumentException if the history is negative
   */
  public MessageTimeline(XmppClient client, TimelineStore store, Duration history) {
    this(client, store, history, InstantSource.system());
  }

  MessageTimeline(XmppClient client, TimelineStore store, Duration history, InstantSource clock) {
    if (history.isNegative()) {
      throw new IllegalArgumentException("history: %s (expected: >= 0)".formatted(history));
    }
    this.client = client;
    this.store = store;
    this.history = history;
    this.clock = clock;
    this.order = client.context().callbacks();
    client.get(MessageArchive.class);
    carbons = client.get(Carbons.class);
    carbons.onCarbon(this::carbon);
    client.onMessage(this::received);
  }

  /**
   * Subscribes to entries.
   *
   * @param subscriber is called with each, in the order of the timeline
   * @return ends the subscription
   */
  public Subscription onEntry(Consumer<? super TimelineEntry> subscriber) {
    return subscribers.add(subscriber);
  }

  /**
   * Subscribes to changes of the progress.
   *
   * @param subscriber is called with each, in order with the entries
   * @return ends the subscription
   */
  public Subscription onProgress(Consumer<? super Progress> subscriber) {
    return watchers.add(subscriber);
  }

  /** {@return how complete the timeline is} */
  public Progress progress() {
    return progress;
  }

  @Override
  public List<Filter> filters() {
    return List.of(
        new Filter() {
          @Override
          public Verdict outgoing(Stanza stanza) {
            if (stanza instanceof Message message && counts(message)) {
              order.execute(() -> sent(message));
            }
            return Verdict.pass();
          }
        });
  }

  @Override
  public void bound(BoundStream stream) {
    sequence().read();
  }

  /** ejabberd drops copies of other devices' messages if it hands a stream over late. */
  @Override
  public void resumed(BoundStream stream) {
    sequence().read();
  }

  @Override
  public void lost() {
    if (sequence != null) {
      sequence.lost();
      save();
    }
  }

  private Sequence sequence() {
    Sequence present = sequence;
    if (present == null) {
      present =
          new Sequence(
              client.get(MessageArchive.class).own(), beginning(), this::tell, this::changed);
      sequence = present;
    }
    return present;
  }

  private TimelineMark beginning() {
    try {
      TimelineMark mark = store.load(account());
      if (mark != null) {
        return mark;
      }
    } catch (IOException | RuntimeException failure) {
      LOG.warn("The timeline begins now, as its end can't be loaded", failure);
    }
    return new TimelineMark(List.of(), clock.instant().minus(history), List.of());
  }

  private Jid account() {
    return client.address().bare();
  }

  private void tell(TimelineEntry entry) {
    subscribers.tell(entry);
    if (saving == Saving.DONE) {
      saving = Saving.DUE;
      client.context().after(SAVING, this::save);
    }
  }

  private void changed(Progress next) {
    progress = next;
    watchers.tell(next);
  }

  private void save() {
    saving = Saving.DONE;
    if (sequence == null) {
      return;
    }
    try {
      store.save(account(), sequence.mark());
    } catch (IOException | RuntimeException failure) {
      LOG.warn("The end of the timeline can't be saved", failure);
    }
  }

  /** Copies come by {@link #carbon}, even if they are also among the messages. */
  private void received(Message message) {
    if (carbons.direction(message) != null) {
      return;
    }
    String id = StanzaId.of(message, account());
    if (counts(message) && (id != null || message.body() != null)) {
      boolean own = message.from() != null && message.from().bare().equals(account());
      sequence().arrived(entry(message, Way.LIVE, own, id));
    }
  }

  private void carbon(Carbon carbon) {
    Message message = carbon.message();
    String id = StanzaId.of(message, account());
    if (counts(message) && (id != null || message.body() != null)) {
      boolean sent = carbon.direction() == Carbon.Direction.SENT;
      sequence().arrived(entry(message, Way.CARBON, sent, id));
    }
  }

  private void sent(Message message) {
    sequence().arrived(entry(message, Way.HERE, true, null));
  }

  private TimelineEntry entry(Message message, Way way, boolean sent, @Nullable String id) {
    Delay delay = way == Way.HERE ? null : Delay.of(message, client.address());
    Instant time = delay == null ? clock.instant() : delay.stamp();
    return TimelineEntry.of(message, way, sent, time, id);
  }

  /** Whether it is a message of a conversation of two, and more than a typing notice. */
  static boolean counts(Message message) {
    if (message.type() != Message.Type.CHAT && message.type() != Message.Type.NORMAL) {
      return false;
    }
    List<Element> children = message.element().children();
    return children.stream().noneMatch(child -> ELSEWHERE.contains(child.namespace()))
        && (message.body() != null || children.stream().anyMatch(MessageTimeline::lasts));
  }

  private static boolean lasts(Element child) {
    return !child.namespace().equals(Stanza.NAMESPACE) && !EPHEMERAL.contains(child.namespace());
  }
}
