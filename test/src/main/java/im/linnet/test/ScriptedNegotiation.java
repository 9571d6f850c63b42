package im.linnet.test;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Inline;
import im.linnet.stream.Inlined;
import im.linnet.stream.LostStream;
import im.linnet.stream.Negotiation;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import im.linnet.xml.StreamHeader;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose server answers by a script, to drive one {@link im.linnet.stream.StreamFeature}
 * without a network. At the end of the script the server no longer answers. One thread sets it up
 * before the step runs; the step may use any thread.
 *
 * <pre>{@code
 * ScriptedNegotiation stream = ScriptedNegotiation.offering("X-KEY").success();
 * step.negotiate(stream).toCompletableFuture().join();
 * assertThat(stream.sent()).hasSize(1);
 * }</pre>
 *
 * <p>Unless set otherwise, the stream is under TLS, the account is {@code user@example.com}, the
 * endpoint {@code server.example.com:5222}, and the worker runs tasks on the calling thread.
 */
public final class ScriptedNegotiation implements Negotiation {

  /** The namespace of SASL (RFC 6120, section 6). */
  public static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";

  private final Features features;
  private final Queue<CompletableFuture<UnaryOperator<Element>>> script =
      new ConcurrentLinkedQueue<>();
  private final List<Element> sent = new CopyOnWriteArrayList<>();
  private Jid account = Jid.of("user@example.com");
  private Endpoint endpoint = Endpoint.startTls("server.example.com", 5222);
  private Executor worker = Runnable::run;
  private List<Inline> inlines = List.of();
  private @Nullable LostStream lost;
  private String streamId = "scripted";
  private volatile Facts facts = Facts.none().withSecure();

  private ScriptedNegotiation(Features features) {
    this.features = features;
  }

  /**
   * A stream with features.
   *
   * @param features the features of the server
   * @return the stream
   */
  public static ScriptedNegotiation of(Features features) {
    return new ScriptedNegotiation(features);
  }

  /**
   * A stream that offers mechanisms.
   *
   * @param mechanisms their exact names
   * @return the stream
   */
  public static ScriptedNegotiation offering(String... mechanisms) {
    ElementBuilder offer = Element.builder("mechanisms", SASL);
    for (String name : mechanisms) {
      offer.child("mechanism", name);
    }
    return of(
        new Features(
            Element.builder("features", "http://etherx.jabber.org/streams")
                .child(offer.build())
                .build()));
  }

  /** {@return this stream, in clear text until {@link #secure()} is called} */
  public ScriptedNegotiation inClearText() {
    facts = Facts.none();
    return this;
  }

  /**
   * Changes the facts before the step runs.
   *
   * @param change returns the changed facts
   * @return this stream
   */
  public ScriptedNegotiation established(UnaryOperator<Facts> change) {
    facts = change.apply(facts);
    return this;
  }

  /**
   * Sets the id in the server's header.
   *
   * @param id by default {@code scripted}
   * @return this stream
   */
  public ScriptedNegotiation streamId(String id) {
    streamId = id;
    return this;
  }

  /**
   * Sets a lost stream that can be resumed.
   *
   * @param stream the stream
   * @return this stream
   */
  public ScriptedNegotiation lost(LostStream stream) {
    lost = stream;
    return this;
  }

  /**
   * Adds requests that steps carry in their own elements.
   *
   * @param requests the requests, in order
   * @return this stream
   */
  public ScriptedNegotiation inline(Inline... requests) {
    inlines = List.of(requests);
    return this;
  }

  /**
   * Sets the account.
   *
   * @param jid the address
   * @return this stream
   */
  public ScriptedNegotiation account(String jid) {
    account = Jid.of(jid);
    return this;
  }

  /**
   * Sets the endpoint.
   *
   * @param place the endpoint
   * @return this stream
   */
  public ScriptedNegotiation endpoint(Endpoint place) {
    endpoint = place;
    return this;
  }

  /**
   * Sets the executor for work that takes time.
   *
   * @param executor the worker
   * @return this stream
   */
  public ScriptedNegotiation on(Executor executor) {
    worker = executor;
    return this;
  }

  /**
   * Adds an answer to the next element.
   *
   * @param answer the answer
   * @return this stream
   */
  public ScriptedNegotiation reply(Element answer) {
    return reply(request -> answer);
  }

  /**
   * Adds an answer to the next element.
   *
   * @param answer makes the answer from the element that was sent
   * @return this stream
   */
  public ScriptedNegotiation reply(UnaryOperator<Element> answer) {
    script.add(CompletableFuture.completedFuture(answer));
    return this;
  }

  /**
   * Ends the connection instead of answering the next element.
   *
   * @param failure the failure that the step gets
   * @return this stream
   */
  public ScriptedNegotiation breaks(Throwable failure) {
    script.add(CompletableFuture.failedFuture(failure));
    return this;
  }

  /**
   * Adds a challenge as the next answer.
   *
   * @param text the challenge before it is encoded
   * @return this stream
   */
  public ScriptedNegotiation challenge(String text) {
    return reply(Element.of("challenge", SASL, base64(text)));
  }

  /** {@return this stream, with a success without data as the next answer} */
  public ScriptedNegotiation success() {
    return reply(Element.of("success", SASL));
  }

  /** {@return the elements that were sent, in order} */
  public List<Element> sent() {
    return new ArrayList<>(sent);
  }

  /**
   * Decodes a sent element as a message of a mechanism.
   *
   * @param index 0 for the first element that was sent
   * @return its text, from base64
   */
  public String message(int index) {
    byte[] bytes = Base64.getDecoder().decode(sent.get(index).text());
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** {@return the mechanism that the user signed in with, or null if not signed in} */
  public @Nullable String mechanism() {
    return facts.mechanism();
  }

  /**
   * Encodes a message of a mechanism.
   *
   * @param text the message
   * @return base64 of its UTF-8
   */
  public static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public CompletionStage<Element> ask(Element element) {
    sent.add(element);
    CompletableFuture<UnaryOperator<Element>> answer = script.poll();
    return answer == null
        ? new CompletableFuture<>()
        : answer.thenApply(operator -> operator.apply(element));
  }

  @Override
  public Features features() {
    return features;
  }

  @Override
  public StreamHeader header() {
    return new StreamHeader(
        StreamHeader.STREAMS_NAMESPACE,
        "stream",
        "jabber:client",
        streamId,
        account.domain(),
        null,
        "1.0",
        null,
        List.of());
  }

  @Override
  public Facts facts() {
    return facts;
  }

  @Override
  public @Nullable LostStream lost() {
    return lost;
  }

  @Override
  public Inlined inline(String carrier, Element offer) {
    return Inlined.of(inlines, carrier, offer, this);
  }

  @Override
  public Jid account() {
    return account;
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public @Nullable SSLSession tls() {
    try {
      return facts.secure() ? SSLContext.getDefault().createSSLEngine().getSession() : null;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public CompletionStage<Void> ended() {
    return new CompletableFuture<>();
  }

  @Override
  public Executor worker() {
    return worker;
  }

  @Override
  public CompletionStage<Void> secure() {
    facts = facts.withSecure();
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Facts> note(UnaryOperator<Facts> change) {
    Facts before = facts;
    Facts after = change.apply(before);
    String mechanism = before.mechanism();
    if (mechanism != null && !mechanism.equals(after.mechanism())) {
      throw new AssertionError("signed in by " + mechanism + ", then by " + after.mechanism());
    }
    Jid bound = before.jid();
    if (bound != null && !bound.equals(after.jid())) {
      throw new AssertionError("bound as " + bound + ", then as " + after.jid());
    }
    facts = after;
    return CompletableFuture.completedStage(after);
  }
}
