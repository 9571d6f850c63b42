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
 * without a network; when the script is at its end, the server answers no more. It is set up by one
 * thread before the step runs; the step may use any.
 *
 * <pre>{@code
 * ScriptedNegotiation stream = ScriptedNegotiation.offering("X-KEY").success();
 * step.negotiate(stream).toCompletableFuture().join();
 * assertThat(stream.sent()).hasSize(1);
 * }</pre>
 *
 * <p>Unless set otherwise, the stream is under TLS, the account is {@code user@example.com}, the
 * place {@code server.example.com:5222}, and work is done by the thread that asks for it.
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
   * @param features what the server offers
   * @return the stream
   */
  public static ScriptedNegotiation of(Features features) {
    return new ScriptedNegotiation(features);
  }

  /**
   * A stream that offers mechanisms.
   *
   * @param mechanisms their names, character by character
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
   * Establishes something before the step runs.
   *
   * @param change gets the facts and gives them with what is new
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
   * Sets a stream that can be resumed.
   *
   * @param stream the stream
   * @return this stream
   */
  public ScriptedNegotiation lost(LostStream stream) {
    lost = stream;
    return this;
  }

  /**
   * Adds what travels inside of steps.
   *
   * @param requests the requests, in order
   * @return this stream
   */
  public ScriptedNegotiation inline(Inline... requests) {
    inlines = List.of(requests);
    return this;
  }

  /**
   * Sets who signs in.
   *
   * @param jid the address
   * @return this stream
   */
  public ScriptedNegotiation account(String jid) {
    account = Jid.of(jid);
    return this;
  }

  /**
   * Sets the place connected to.
   *
   * @param place the place
   * @return this stream
   */
  public ScriptedNegotiation endpoint(Endpoint place) {
    endpoint = place;
    return this;
  }

  /**
   * Sets where work that takes time is done.
   *
   * @param executor the worker
   * @return this stream
   */
  public ScriptedNegotiation on(Executor executor) {
    worker = executor;
    return this;
  }

  /**
   * Answers the next element.
   *
   * @param answer the answer
   * @return this stream
   */
  public ScriptedNegotiation reply(Element answer) {
    return reply(request -> answer);
  }

  /**
   * Answers the next element.
   *
   * @param answer makes the answer of what was sent
   * @return this stream
   */
  public ScriptedNegotiation reply(UnaryOperator<Element> answer) {
    script.add(CompletableFuture.completedFuture(answer));
    return this;
  }

  /**
   * Ends the connection instead of an answer.
   *
   * @param failure what the step is to see
   * @return this stream
   */
  public ScriptedNegotiation breaks(Throwable failure) {
    script.add(CompletableFuture.failedFuture(failure));
    return this;
  }

  /**
   * Answers by a challenge.
   *
   * @param text before it is encoded
   * @return this stream
   */
  public ScriptedNegotiation challenge(String text) {
    return reply(Element.of("challenge", SASL, base64(text)));
  }

  /** {@return this stream, which answers by success without data} */
  public ScriptedNegotiation success() {
    return reply(Element.of("success", SASL));
  }

  /** {@return what was sent, in order} */
  public List<Element> sent() {
    return new ArrayList<>(sent);
  }

  /**
   * Decodes what was sent as a message of a mechanism.
   *
   * @param index 0 for the first element that was sent
   * @return its text, from base64
   */
  public String message(int index) {
    byte[] bytes = Base64.getDecoder().decode(sent.get(index).text());
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** {@return how the user signed in, or null as long as that is not so} */
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
