package im.linnet.about;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Asks for the last activity of accounts, clients and servers, and answers how long the own user
 * has been idle (XEP-0012). Safe for use by any thread.
 */
public final class LastActivity implements Extension {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "jabber:iq:last";

  private final XmppClient client;
  private final Set<String> features;
  private final LongSupplier nanoTime;
  private final AtomicLong usedAt;

  /**
   * Asks others and answers nobody. Add it to the client's builder with {@code
   * .with(LastActivity::new)}.
   *
   * @param client the client
   */
  public LastActivity(XmppClient client) {
    this(client, Set.of(), System::nanoTime);
  }

  /**
   * Also answers the own account, the own server, and the addresses that a predicate allows. Allow
   * only those who see the user's presence (section 4). The user is idle since the last {@link
   * #used()}.
   *
   * @param client the client
   * @param answered says whether another address is answered; called in order with the client's
   *     callbacks
   * @throws IllegalStateException if another handler answers these requests already
   */
  public LastActivity(XmppClient client, Predicate<? super Jid> answered) {
    this(client, answered, System::nanoTime);
  }

  LastActivity(XmppClient client, Predicate<? super Jid> answered, LongSupplier nanoTime) {
    this(client, Set.of(NAMESPACE), nanoTime);
    Audience audience = new Audience(client, answered);
    client.onRequest(
        Iq.Type.GET,
        "query",
        NAMESPACE,
        request -> audience.answer(request, () -> new Activity(idle(), null)));
  }

  private LastActivity(XmppClient client, Set<String> features, LongSupplier nanoTime) {
    this.client = client;
    this.features = features;
    this.nanoTime = nanoTime;
    this.usedAt = new AtomicLong(nanoTime.getAsLong());
  }

  /** {@return the feature if requests are answered} */
  @Override
  public Set<String> features() {
    return features;
  }

  /** Notes that the user is using the program right now. Cheap, for each key or click. */
  public void used() {
    usedAt.set(nanoTime.getAsLong());
  }

  /** {@return how long the user has not used the program, as others are answered} */
  public Duration idle() {
    return Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - usedAt.get()));
  }

  /**
   * Asks for the last activity of an entity (sections 3 to 5).
   *
   * @param entity a bare address for when the account went offline, a full one for how long its
   *     user has been idle, a domain for how long the server has been running
   * @return the activity. Fails as {@link XmppClient#request(Iq)} does, with {@code forbidden} in a
   *     {@link im.linnet.failure.StanzaException} if this user may not see the presence of the
   *     other
   */
  public CompletableFuture<Activity> of(Jid entity) {
    return client.request(
        Iq.get(entity, Element.of("query", NAMESPACE)),
        answer -> Answers.read(answer, Activity.TYPE));
  }
}
