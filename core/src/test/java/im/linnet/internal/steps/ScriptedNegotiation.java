package im.linnet.internal.steps;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.Channels;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Inline;
import im.linnet.stream.Inlined;
import im.linnet.stream.LostStream;
import im.linnet.stream.Negotiation;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import im.linnet.xml.StreamHeader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A stream whose server answers from a script; after its end there are no more answers. */
final class ScriptedNegotiation implements Negotiation {

  static final String NS = "urn:ietf:params:xml:ns:xmpp-sasl";

  private static final String TYPES = "urn:xmpp:sasl-cb:0";

  private final Deque<CompletableFuture<UnaryOperator<Element>>> script = new ArrayDeque<>();
  private Features features;
  private final boolean secure;
  private final Map<String, byte[]> bindings = new HashMap<>();
  private boolean verified = true;
  private Executor worker = Runnable::run;
  private SSLSession tls = Channels.tls();

  /** What was sent, in order. */
  final List<Element> sent = new ArrayList<>();

  /** How the user signed in. */
  @Nullable String mechanism;

  /** All that is known then. */
  Facts signedIn = Facts.none();

  /** Completes when the connection ends. */
  final CompletableFuture<Void> end = new CompletableFuture<>();

  private List<Inline> inlines = List.of();

  private ScriptedNegotiation(boolean secure, Features features) {
    this.secure = secure;
    this.features = features;
  }

  static ScriptedNegotiation offering(String... mechanisms) {
    return new ScriptedNegotiation(true, features(mechanisms));
  }

  static ScriptedNegotiation of(Features features) {
    return new ScriptedNegotiation(true, features);
  }

  static ScriptedNegotiation inClearOffering(String... mechanisms) {
    return new ScriptedNegotiation(false, features(mechanisms));
  }

  /** A server that lists its types of channel binding. */
  static ScriptedNegotiation listing(List<String> types, String... mechanisms) {
    ElementBuilder list = Element.builder("sasl-channel-binding", TYPES);
    for (String type : types) {
      list.child(Element.builder("channel-binding", TYPES).attribute("type", type).build());
    }
    return new ScriptedNegotiation(true, new Features(both(list.build(), mechanisms)));
  }

  static Features features(String... names) {
    return new Features(both(null, names));
  }

  private static Element both(@Nullable Element types, String... names) {
    ElementBuilder mechanisms = Element.builder("mechanisms", NS);
    for (String name : names) {
      mechanisms.child("mechanism", name);
    }
    return Element.builder("features", "http://etherx.jabber.org/streams")
        .child(mechanisms.build())
        .child(types)
        .build();
  }

  /** What the client asks for inside other elements. */
  ScriptedNegotiation inlining(Inline... requests) {
    inlines = List.of(requests);
    return this;
  }

  /** The server makes another offer than the one that was guessed. */
  void offers(Features real) {
    features = real;
  }

  /** Gives the connection a channel binding. */
  ScriptedNegotiation bound(String type, byte[] data) {
    bindings.put(type, data.clone());
    return this;
  }

  ScriptedNegotiation reply(Element answer) {
    return reply(request -> answer);
  }

  ScriptedNegotiation reply(UnaryOperator<Element> answer) {
    script.add(CompletableFuture.completedFuture(answer));
    return this;
  }

  ScriptedNegotiation challenge(String text) {
    return reply(Element.of("challenge", NS, text));
  }

  ScriptedNegotiation success(String text) {
    return reply(Element.of("success", NS, text));
  }

  ScriptedNegotiation breaks(Throwable failure) {
    script.add(CompletableFuture.failedFuture(failure));
    return this;
  }

  /** The client's policy trusts anyone. */
  ScriptedNegotiation unverified() {
    verified = false;
    return this;
  }

  /** Makes the client present a certificate. */
  ScriptedNegotiation certified() {
    tls = Channels.certified();
    return this;
  }

  ScriptedNegotiation on(Executor executor) {
    worker = executor;
    return this;
  }

  /** {@return the names of the elements sent} */
  List<String> verbs() {
    return sent.stream().map(Element::name).toList();
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
  public Facts facts() {
    Facts facts = Facts.none();
    return !secure ? facts : verified ? facts.withSecure() : facts.withUnverified();
  }

  @Override
  public StreamHeader header() {
    throw new AssertionError("not the business of this step");
  }

  @Override
  public @Nullable LostStream lost() {
    throw new AssertionError("not the business of this step");
  }

  @Override
  public Inlined inline(String carrier, Element offer) {
    return Inlined.of(inlines, carrier, offer, this);
  }

  @Override
  public Jid account() {
    return Jid.of("user@example.com");
  }

  @Override
  public Endpoint endpoint() {
    return Channels.PLACE;
  }

  @Override
  public @Nullable SSLSession tls() {
    // Also in clear text: a session whose server was not verified must not count.
    return tls;
  }

  @Override
  public byte @Nullable [] channelBinding(String type) {
    return bindings.get(type);
  }

  @Override
  public CompletionStage<Void> ended() {
    return end;
  }

  @Override
  public Executor worker() {
    return worker;
  }

  @Override
  public CompletionStage<Facts> note(UnaryOperator<Facts> change) {
    Facts facts = change.apply(facts());
    if (mechanism != null) {
      throw new AssertionError("signed in twice");
    }
    mechanism = facts.mechanism();
    signedIn = facts;
    return CompletableFuture.completedStage(facts);
  }

  @Override
  public CompletionStage<Void> secure() {
    throw new AssertionError("not the business of this step");
  }
}
