package im.linnet.caps;

import im.linnet.XmppClient;
import im.linnet.caps.CapsHash.Version;
import im.linnet.connection.BoundStream;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoInfo;
import im.linnet.disco.DiscoNodes;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Reply;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces in outgoing presences what the client can do, and answers queries about the nodes that
 * were announced. If what it can do changes, the last presence is sent again.
 *
 * <p>Safe for use by any thread; the lock is held for short.
 */
final class OwnCaps implements DiscoNodes {

  private static final Logger LOG = LoggerFactory.getLogger(OwnCaps.class);

  /** XEP-0390, section 6.1, requires three. */
  private static final int RECENT = 8;

  /** Changes within this time are announced together. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  /**
   * How the ids of presences begin that an extension sends again; so do those of avatars. Others
   * only add to these: they may be older than what the program has sent since.
   */
  private static final String REPEATS = "again-";

  private final XmppClient client;
  private final Disco disco;
  private final String node;
  private final String own = REPEATS + UUID.randomUUID() + "-";

  /** What was announced lately, the oldest first. */
  private final Map<DiscoInfo, Announcement> recent = new LinkedHashMap<>();

  private @Nullable BoundStream stream;

  /** The last presence that was broadcast on this stream, or null. */
  private @Nullable Presence last;

  /** What was last broadcast on this stream, or null if that is uncertain. */
  private @Nullable Announcement announced;

  /** The id of the presence that is being sent again; null if none is, or it was overtaken. */
  private @Nullable String repeating;

  private int repeated;

  /** Whether a change is about to be announced. */
  private boolean changing;

  /** What the client can do, and its hashes. */
  private record Announcement(DiscoInfo info, EntityCaps caps, CapsHash first, CapsHash second) {

    static Announcement of(DiscoInfo info, String node) {
      CapsHash first = CapsHash.of(Version.V1, "sha-1", info);
      CapsHash second = CapsHash.of(Version.V2, "sha-256", info);
      return new Announcement(
          info, new EntityCaps(node, first.value(), first.algorithm(), null), first, second);
    }

    CapsHashSet set() {
      return new CapsHashSet(Map.of(second.algorithm(), second.value()));
    }

    boolean isAbout(String discoNode) {
      return discoNode.equals(caps.discoNode())
          || discoNode.equals(CapsHashSet.discoNode(second.algorithm(), second.value()));
    }
  }

  OwnCaps(XmppClient client, Disco disco, String node) {
    this.client = client;
    this.disco = disco;
    this.node = node;
  }

  @Override
  public @Nullable Reply info(Iq request, String discoNode) {
    Announcement now = current();
    synchronized (this) {
      for (Announcement each : recent.values()) {
        if (each.isAbout(discoNode)) {
          return Reply.result(each.info.withNode(discoNode));
        }
      }
    }
    return now.isAbout(discoNode) ? Reply.result(now.info.withNode(discoNode)) : null;
  }

  @Override
  public @Nullable Reply items(Iq request, String discoNode) {
    return null;
  }

  /** What a hash stands for if it is one of this client, or null. */
  synchronized @Nullable DiscoInfo of(CapsHash hash) {
    for (Announcement each : recent.values()) {
      if (each.first.equals(hash) || each.second.equals(hash)) {
        return each.info;
      }
    }
    return null;
  }

  private Announcement current() {
    DiscoInfo info = disco.ownInfo();
    synchronized (this) {
      Announcement known = recent.get(info);
      if (known != null) {
        return known;
      }
    }
    return Announcement.of(info, node);
  }

  /** Adds what the client can do to an outgoing presence. */
  Verdict outgoing(Presence presence) {
    boolean broadcast = presence.to() == null;
    if (presence.type() != Presence.Type.AVAILABLE) {
      if (broadcast && presence.type() == Presence.Type.UNAVAILABLE) {
        offline();
      }
      return Verdict.pass();
    }
    EntityCaps others = presence.payload(EntityCaps.TYPE);
    if (others != null && !others.node().equals(node)) {
      // The program announces something itself, which holds until its next presence.
      if (broadcast) {
        offline();
      }
      return Verdict.pass();
    }
    Announcement now = current();
    return broadcast && !noted(presence, now)
        ? Verdict.drop("another presence has announced the change")
        : Verdict.replace(with(now, presence));
  }

  private static Presence with(Announcement now, Presence presence) {
    Element element = presence.element();
    boolean again =
        element.child("c", EntityCaps.NAMESPACE) != null
            || element.child("c", CapsHashSet.NAMESPACE) != null;
    Presence plain =
        again
            ? Presence.of(
                element.toBuilder()
                    .without("c", EntityCaps.NAMESPACE)
                    .without("c", CapsHashSet.NAMESPACE)
                    .build())
            : presence;
    return plain.toBuilder().payload(now.caps).payload(now.set()).build();
  }

  /** Notes a presence that is broadcast; false if it is one sent again and was overtaken. */
  private synchronized boolean noted(Presence presence, Announcement now) {
    renew(client.stream());
    recent.remove(now.info);
    recent.put(now.info, now);
    if (recent.size() > RECENT) {
      recent.remove(recent.keySet().iterator().next());
    }
    String id = Objects.requireNonNullElse(presence.id(), "");
    if (!id.startsWith(own)) {
      if (id.startsWith(REPEATS)) {
        // May be outdated and dropped by the extension that sends it, so it settles nothing.
        return true;
      }
      last = presence;
    } else if (!id.equals(repeating)) {
      return false;
    }
    repeating = null;
    announced = now;
    return true;
  }

  private synchronized void offline() {
    last = null;
    announced = null;
    repeating = null;
  }

  /** Forgets what holds for one stream only. */
  @SuppressWarnings("ReferenceEquality") // two streams may have been negotiated to the same end
  synchronized void renew(@Nullable BoundStream current) {
    if (current == null || current == stream) {
      return;
    }
    stream = current;
    if (!current.resumed()) {
      offline();
    }
  }

  /** Announces a change soon, together with those that follow at once. */
  void changed() {
    synchronized (this) {
      if (changing || last == null) {
        return;
      }
      changing = true;
    }
    client.context().after(PAUSE, this::repeat);
  }

  /** Sends the last presence again if it announced something else. */
  private void repeat() {
    Announcement now = current();
    Presence again;
    synchronized (this) {
      changing = false;
      Presence latest = last;
      if (latest == null || now.equals(announced)) {
        return;
      }
      String id = own + ++repeated;
      repeating = id;
      again = latest.toBuilder().id(id).build();
    }
    client
        .send(again)
        .whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                LOG.debug("The change is announced by the next presence: {}", failure.toString());
                uncertain(now);
              }
            });
  }

  /** Makes that the next look sends the presence again. */
  private synchronized void uncertain(Announcement now) {
    if (now.equals(announced)) {
      announced = null;
    }
  }
}
