package im.linnet.internal.management;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Inlined;
import im.linnet.stream.LostStream;
import im.linnet.stream.Negotiation;
import im.linnet.xml.Element;
import im.linnet.xml.StreamHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A client with managed streams that negotiates with a server, whose answers a test gives. */
final class ManagedNegotiation implements Negotiation {

  static final Jid JULIET = Jid.of("juliet@example.test/balcony");

  private final Management management;
  private Facts facts = Facts.none().withSecure().withMechanism("SCRAM-SHA-256");

  /** What was asked, in order. */
  final List<Element> asked = new ArrayList<>();

  /** The answer to the last question. */
  CompletableFuture<Element> answer = new CompletableFuture<>();

  ManagedNegotiation(Management management) {
    this.management = management;
  }

  /** The server has bound an address. */
  ManagedNegotiation bound() {
    facts = facts.withJid(JULIET);
    return this;
  }

  /** What this step would send inside an element of another one. */
  static Element sm(String name) {
    return Element.of(name, Ledger.NAMESPACE);
  }

  @Override
  public CompletionStage<Element> ask(Element element) {
    asked.add(element);
    answer = new CompletableFuture<>();
    return answer;
  }

  @Override
  public CompletionStage<Facts> note(UnaryOperator<Facts> change) {
    try {
      Facts after = change.apply(facts);
      management.noted(facts, after);
      facts = after;
      return CompletableFuture.completedStage(after);
    } catch (RuntimeException failure) {
      return CompletableFuture.failedStage(failure);
    }
  }

  @Override
  public Facts facts() {
    return facts;
  }

  @Override
  public @Nullable LostStream lost() {
    return management.lostStream();
  }

  @Override
  public Features features() {
    return new Features(
        Element.builder("features", "http://etherx.jabber.org/streams").child(sm("sm")).build());
  }

  @Override
  public Jid account() {
    return JULIET.bare();
  }

  @Override
  public StreamHeader header() {
    throw new AssertionError("not the business of this step");
  }

  @Override
  public Inlined inline(String carrier, Element offer) {
    throw new AssertionError("not the business of this step");
  }

  @Override
  public Endpoint endpoint() {
    throw new AssertionError("not the business of this step");
  }

  @Override
  public @Nullable SSLSession tls() {
    throw new AssertionError("not the business of this step");
  }

  @Override
  public Executor worker() {
    throw new AssertionError("not the business of this step");
  }

  @Override
  public CompletionStage<Void> ended() {
    return new CompletableFuture<>();
  }

  @Override
  public CompletionStage<Void> secure() {
    throw new AssertionError("not the business of this step");
  }
}
