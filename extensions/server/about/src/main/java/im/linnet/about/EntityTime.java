package im.linnet.about;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Asks what time it is at an entity, and answers with the own time (XEP-0202). Safe for use by any
 * thread.
 */
public final class EntityTime implements Extension {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "urn:xmpp:time";

  private final XmppClient client;
  private final Set<String> features;

  /**
   * Asks others and answers nobody. Add it to the client's builder with {@code
   * .with(EntityTime::new)}.
   *
   * @param client the client
   */
  public EntityTime(XmppClient client) {
    this.client = client;
    features = Set.of();
  }

  /**
   * Also answers the own account, the own server, and the addresses that a predicate allows. The
   * answer shows roughly where the user is (section 6).
   *
   * @param client the client
   * @param answered says whether another address is answered; called in order with the client's
   *     callbacks
   * @throws IllegalStateException if another handler answers these requests already
   */
  public EntityTime(XmppClient client, Predicate<? super Jid> answered) {
    this(client, Clock.system(ZoneId.systemDefault()), answered);
  }

  /**
   * Also answers some, by another clock or zone than the machine's.
   *
   * @param client the client
   * @param clock the clock, with the zone whose offset is sent
   * @param answered see {@link #EntityTime(XmppClient, Predicate)}
   * @throws IllegalStateException if another handler answers these requests already
   */
  public EntityTime(XmppClient client, Clock clock, Predicate<? super Jid> answered) {
    this.client = client;
    features = Set.of(NAMESPACE);
    Audience audience = new Audience(client, answered);
    client.onRequest(
        Iq.Type.GET,
        "time",
        NAMESPACE,
        request -> audience.answer(request, () -> new TimeOfEntity(OffsetDateTime.now(clock))));
  }

  /** {@return the feature if requests are answered} */
  @Override
  public Set<String> features() {
    return features;
  }

  /**
   * Asks what time it is at an entity (section 3). The entity may be wrong, or lie.
   *
   * @param entity a server, or the full address of a client
   * @return its time, with its offset from UTC; fails as {@link XmppClient#request(Iq)} does
   */
  public CompletableFuture<OffsetDateTime> of(Jid entity) {
    RequestChain<OffsetDateTime> time = new RequestChain<>();
    time.then(
        client.request(
            Iq.get(entity, Element.of("time", NAMESPACE)),
            answer -> Answers.read(answer, TimeOfEntity.TYPE)),
        local -> time.complete(local.time()));
    return time;
  }
}
