package im.linnet.sasl.siblings;

import im.linnet.jid.Jid;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.Progress;
import im.linnet.xml.Element;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A service that offers one mechanism, answers by a script, and falls silent at its end. */
final class ScriptedService implements Negotiation {

  static final String NS = "urn:ietf:params:xml:ns:xmpp-sasl";

  /** What was sent, in order. */
  final List<Element> sent = new ArrayList<>();

  private final String offered;
  private final boolean underTls;
  private final Deque<Element> script = new ArrayDeque<>();

  ScriptedService(String offered, boolean underTls) {
    this.offered = offered;
    this.underTls = underTls;
  }

  static ScriptedService offering(String mechanism) {
    return new ScriptedService(mechanism, true);
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  ScriptedService challenge(String text) {
    script.add(Element.of("challenge", NS, base64(text)));
    return this;
  }

  ScriptedService success() {
    script.add(Element.of("success", NS));
    return this;
  }

  /** What was sent as a message, decoded. */
  String message(int index) {
    byte[] bytes = Base64.getDecoder().decode(sent.get(index).text());
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public CompletionStage<Element> ask(Element element) {
    sent.add(element);
    Element answer = script.poll();
    return answer == null
        ? new CompletableFuture<Element>()
        : CompletableFuture.completedStage(answer);
  }

  @Override
  public Features features() {
    return new Features(
        Element.builder("features", "http://etherx.jabber.org/streams")
            .child(Element.builder("mechanisms", NS).child("mechanism", offered).build())
            .build());
  }

  @Override
  public Progress progress() {
    return new Progress(underTls, false, null);
  }

  @Override
  public Jid account() {
    return Jid.of("user@gmail.com");
  }

  @Override
  public @Nullable SSLSession tls() {
    try {
      return underTls ? SSLContext.getDefault().createSSLEngine().getSession() : null;
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
    return Runnable::run;
  }

  @Override
  public void authenticated(String mechanism) {}

  @Override
  public CompletionStage<Void> secure() {
    throw new AssertionError("not the business of signing in");
  }

  @Override
  public void bound(Jid jid) {
    throw new AssertionError("not the business of signing in");
  }
}
