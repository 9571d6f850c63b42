package im.linnet.ping;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.RequestOptions;
import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Reply;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Pings other entities and answers their pings (XEP-0199).
 *
 * <p>It is not needed to keep a connection alive: the client does that itself, see {@link
 * im.linnet.connection.KeepAlive}. Safe for use by any thread.
 */
public final class Ping implements Extension {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "urn:xmpp:ping";

  private final XmppClient client;
  private final Predicate<Jid> answered;

  /**
   * Answers all pings. Add it to the client's builder with {@code .with(Ping::new)}.
   *
   * @param client the client
   * @throws IllegalStateException if another handler answers pings already
   */
  public Ping(XmppClient client) {
    this(client, anyone -> true);
  }

  /**
   * Answers the own account, the own server, and the addresses that a predicate allows. Others get
   * the answer that the server gives for an absent resource (section 7).
   *
   * @param client the client
   * @param answered says whether another address is answered; called in order with the client's
   *     callbacks
   * @throws IllegalStateException if another handler answers pings already
   */
  public Ping(XmppClient client, Predicate<Jid> answered) {
    this.client = client;
    this.answered = answered;
    client.onRequest(Iq.Type.GET, "ping", NAMESPACE, this::answer);
  }

  @Override
  public Set<String> features() {
    return Set.of(NAMESPACE);
  }

  /**
   * Pings the own server (section 4.2). Any answer shows that it is there, even an error that says
   * that it does not support pings.
   *
   * @return the time from this call to the answer. Fails with a {@link
   *     im.linnet.failure.TransportException} if there was no answer in time or there is no
   *     connection
   */
  public CompletableFuture<Duration> ping() {
    long begin = System.nanoTime();
    RequestChain<Duration> time = new RequestChain<>();
    time.then(
        timed(client.address().domainJid(), RequestOptions.standard()),
        time::complete,
        failure -> {
          if (failure instanceof StanzaException) {
            time.complete(since(begin));
          } else {
            time.completeExceptionally(failure);
          }
        });
    return time;
  }

  /**
   * Pings any entity. A bare address is answered by its server, not by a client (section 4.4).
   *
   * @param to the address to ping
   * @return the time from this call to the answer. Fails with {@link StanzaException} if the answer
   *     is an error: the entity may be offline, may not support pings or may not want to answer;
   *     with a {@link im.linnet.failure.TransportException} if there was no answer within the
   *     client's request limit. Cancelling it forgets the ping
   */
  public CompletableFuture<Duration> ping(Jid to) {
    return timed(to, RequestOptions.standard());
  }

  /**
   * Pings any entity, with a time limit.
   *
   * @param to the address to ping
   * @param limit how long the answer may take
   * @return the time from this call to the answer, see {@link #ping(Jid)}
   * @throws IllegalArgumentException if the limit is not above zero
   */
  public CompletableFuture<Duration> ping(Jid to, Duration limit) {
    return timed(to, RequestOptions.standard().limit(limit));
  }

  private CompletionStage<Reply> answer(Iq ping) {
    Jid from = ping.from();
    boolean allowed = from == null || isOwn(from) || answered.test(from);
    return (allowed ? Reply.result() : Reply.error(Condition.SERVICE_UNAVAILABLE)).now();
  }

  private boolean isOwn(Jid from) {
    Jid own = client.address();
    return from.bare().equals(own.bare()) || from.equals(own.domainJid());
  }

  private CompletableFuture<Duration> timed(Jid to, RequestOptions options) {
    long begin = System.nanoTime();
    return client.request(
        Iq.get(to, Element.of("ping", NAMESPACE)), options, answer -> since(begin));
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
