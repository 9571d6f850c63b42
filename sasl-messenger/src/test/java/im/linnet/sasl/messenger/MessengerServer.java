package im.linnet.sasl.messenger;

import im.linnet.jid.Jid;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.Progress;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A service that answers the first element with one of its own and then falls silent.
 *
 * @param underTls whether there is TLS
 * @param mechanisms the names offered
 * @param answer what it says
 * @param log what was sent, and how the user signed in
 */
record MessengerServer(boolean underTls, List<String> mechanisms, Element answer, List<Object> log)
    implements Negotiation {

  static final String NS = "urn:ietf:params:xml:ns:xmpp-sasl";

  static MessengerServer answering(Element answer, String... mechanisms) {
    return new MessengerServer(true, List.of(mechanisms), answer, new ArrayList<>());
  }

  @Override
  public CompletionStage<Element> ask(Element element) {
    log.add(element);
    return log.size() == 1
        ? CompletableFuture.completedStage(answer)
        : new CompletableFuture<Element>();
  }

  @Override
  public Features features() {
    ElementBuilder offer = Element.builder("mechanisms", NS);
    mechanisms.forEach(name -> offer.child("mechanism", name));
    return new Features(
        Element.builder("features", "http://etherx.jabber.org/streams")
            .child(offer.build())
            .build());
  }

  @Override
  public Progress progress() {
    return new Progress(underTls, false, null);
  }

  @Override
  public Jid account() {
    return Jid.of("_@messenger.live.com");
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
  public void authenticated(String mechanism) {
    log.add(mechanism);
  }

  @Override
  public CompletionStage<Void> secure() {
    throw new AssertionError("not the business of signing in");
  }

  @Override
  public void bound(Jid jid) {
    throw new AssertionError("not the business of signing in");
  }
}
