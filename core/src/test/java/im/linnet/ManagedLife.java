package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A client of a managed stream (XEP-0198) and a peer with a script for each connection. */
final class ManagedLife implements AutoCloseable {

  static final Jid ROMEO = Jid.of("romeo@localhost");
  static final String SM = " xmlns='urn:xmpp:sm:3'";
  static final String FEATURES = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm" + SM + "/>";
  static final String ENABLE = "<enable" + SM + " resume='true'/>";
  static final String ENABLED = "<enabled" + SM + " id='some-id' resume='true' max='300'/>";
  static final String R = "<r" + SM + "/>";

  final ScriptedPeer peer = ScriptedPeer.listen();
  final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  final BlockingQueue<BoundStream> streams = new LinkedBlockingQueue<>();
  final BlockingQueue<Disconnected> losses = new LinkedBlockingQueue<>();
  final XmppClient client;

  private ManagedLife(UnaryOperator<ClientBuilder> change) {
    client = change.apply(LiveSession.builder(peer.port())).build();
    client.onMessage(message -> received.add(String.valueOf(message.body())));
    client.onState(
        state -> {
          if (state instanceof Connected connected) {
            streams.add(connected.stream());
          }
          if (state instanceof Disconnected loss && loss.cause() != null) {
            losses.add(loss);
          }
        });
  }

  /** A client that is connected by the test alone. */
  @SafeVarargs
  static ManagedLife of(Consumer<Script>... connections) {
    return with(builder -> builder, connections);
  }

  /** A client of other settings. */
  @SafeVarargs
  static ManagedLife with(UnaryOperator<ClientBuilder> change, Consumer<Script>... connections) {
    ManagedLife life = new ManagedLife(change);
    for (Consumer<Script> connection : connections) {
      life.peer.script(connection);
    }
    return life;
  }

  /** A client that connects again at once after each loss. */
  @SafeVarargs
  static ManagedLife reconnecting(Consumer<Script>... connections) {
    return with(builder -> builder.reconnect(outage -> Duration.ZERO), connections);
  }

  BoundStream connect() throws Exception {
    return await(client.connect());
  }

  XmppException lost() throws Exception {
    Disconnected loss = losses.poll(10, TimeUnit.SECONDS);
    if (loss == null || loss.cause() == null) {
      throw new AssertionError("no loss; the peer saw:\n" + peer.transcript());
    }
    return loss.cause();
  }

  /** The stream of the connection of this number, once it is there. */
  BoundStream bound(int number) throws Exception {
    for (int n = 1; n < number; n++) {
      Objects.requireNonNull(streams.poll(10, TimeUnit.SECONDS), "a stream");
    }
    return Objects.requireNonNull(streams.poll(10, TimeUnit.SECONDS), "a stream");
  }

  /** The first so many messages, once they have come. */
  List<String> received(int count) throws Exception {
    List<String> bodies = new ArrayList<>();
    while (bodies.size() < count) {
      bodies.add(Objects.requireNonNull(received.poll(10, TimeUnit.SECONDS), "a message"));
    }
    return bodies;
  }

  CompletableFuture<Void> deliver(String id) {
    return client.deliver(Message.chat(ROMEO, id).toBuilder().id(id).build());
  }

  @Override
  public void close() {
    peer.close();
    client.shutdown().join();
  }

  static void bound(Script script) {
    script
        .signIn("localhost", "ANONYMOUS")
        .openStream("localhost", FEATURES)
        .then(ManagedLife::rebound);
  }

  static void rebound(Script script) {
    script
        .expectLike("<iq type='set' id='{bind}'/>")
        .send(
            "<iq type='result' id='{bind}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>"
                + LiveSession.JID
                + "</jid></bind></iq>")
        .expect(ENABLE);
  }

  static void managed(Script script) {
    script.then(ManagedLife::bound).send(ENABLED);
  }

  static Consumer<Script> resuming(int h) {
    return s ->
        s.signIn("localhost", "ANONYMOUS")
            .openStream("localhost", FEATURES)
            .expect("<resume" + SM + " h='" + h + "' previd='some-id'/>");
  }

  static String resumed(String h) {
    return "<resumed" + SM + " h='" + h + "' previd='some-id'/>";
  }

  static String message(String id) {
    return "<message id='" + id + "'/>";
  }

  static String a(String h) {
    return "<a" + SM + " h='" + h + "'/>";
  }

  static TransportException failure(CompletableFuture<?> future) {
    ExecutionException failed =
        catchThrowableOfType(ExecutionException.class, () -> future.get(10, TimeUnit.SECONDS));
    assertThat(failed).isNotNull();
    assertThat(failed.getCause()).isInstanceOf(TransportException.class);
    return (TransportException) Objects.requireNonNull(failed.getCause());
  }
}
