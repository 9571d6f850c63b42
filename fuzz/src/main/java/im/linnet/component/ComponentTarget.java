package im.linnet.component;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.XmppException;
import im.linnet.fuzz.FuzzTarget;
import im.linnet.fuzz.Secrets;
import im.linnet.fuzz.targets.Fragments;
import im.linnet.stream.Features;
import im.linnet.test.ScriptedNegotiation;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The handshake of a component: the first element's attribute {@code id} is that of the stream, the
 * second one answers. Only {@code <handshake/>} signs it in; failures are typed, and nothing shows
 * the secret.
 */
public final class ComponentTarget implements FuzzTarget {

  /** A target. */
  public ComponentTarget() {}

  @Override
  public void run(byte[] input) {
    List<Element> elements = Fragments.read(input);
    if (elements.isEmpty() || Secrets.isIn(input)) {
      return;
    }
    String id = elements.get(0).attribute("id");
    if (id == null || id.isEmpty()) {
      // Then the step waits for the server's reason, for seconds.
      return;
    }
    ComponentHandshake step = new ComponentHandshake(Secrets.PASSWORD, ClearText.ANYWHERE);
    ScriptedNegotiation stream =
        ScriptedNegotiation.of(Features.none())
            .inClearText()
            .account("gateway.example.com")
            .endpoint(Endpoint.startTls("localhost", 5347))
            .streamId(id);
    elements.subList(1, elements.size()).forEach(stream::reply);
    CompletableFuture<?> end = step.negotiate(stream).toCompletableFuture();
    if (!end.isDone()) {
      if (elements.size() > 1) {
        throw new AssertionError("a handshake that does not end");
      }
      return;
    }
    ended(end, elements);
    stream.sent().forEach(sent -> Secrets.check(sent.toXml()));
  }

  private static void ended(CompletableFuture<?> end, List<Element> elements) {
    try {
      end.join();
      if (!elements.get(1).is("handshake", "jabber:client")) {
        throw new AssertionError("signed in by " + elements.get(1));
      }
    } catch (CompletionException failed) {
      if (!(failed.getCause() instanceof XmppException)) {
        throw new AssertionError("a failure without a type", failed.getCause());
      }
      Secrets.check(failed.getCause());
    }
  }
}
