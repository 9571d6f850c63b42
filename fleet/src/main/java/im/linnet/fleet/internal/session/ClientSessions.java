package im.linnet.fleet.internal.session;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.SavedStream;
import im.linnet.fleet.session.FleetSession;
import im.linnet.fleet.session.SessionEvents;
import im.linnet.fleet.session.SessionFactory;
import im.linnet.fleet.session.SessionSetup;
import im.linnet.jid.Jid;
import im.linnet.stanza.Stanza;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** Sessions that are clients, built as the program says. */
public final class ClientSessions implements SessionFactory {

  private final Function<Jid, ClientBuilder> builders;
  private final Consumer<XmppClient> ready;

  /**
   * Creates the factory.
   *
   * @param builders sets up the client of an account
   * @param ready is called with each client, before it connects
   */
  public ClientSessions(Function<Jid, ClientBuilder> builders, Consumer<XmppClient> ready) {
    this.builders = builders;
    this.ready = ready;
  }

  @Override
  public FleetSession create(SessionSetup setup) {
    ClientBuilder builder =
        builders
            .apply(setup.account())
            .journal(setup.journal())
            .journalLimit(setup.journalLimit())
            .permit(setup.permit());
    SavedStream saved = setup.saved();
    if (saved != null) {
      builder.resume(saved, setup.events()::uncertain);
    }
    XmppClient client = builder.build();
    try {
      ready.accept(client);
    } catch (RuntimeException failure) {
      var unused = client.shutdown(Duration.ZERO);
      throw failure;
    }
    client.onState(state -> tell(state, setup.events()));
    return new ClientSession(client);
  }

  private static void tell(ConnectionState state, SessionEvents events) {
    if (state instanceof ConnectionState.Connected connected) {
      events.online(connected.stream().resumed());
    } else if (state instanceof ConnectionState.Waiting waiting) {
      events.offline(waiting.cause(), true);
    } else if (state instanceof ConnectionState.Disconnected disconnected
        && disconnected.cause() != null) {
      events.offline(disconnected.cause(), false);
    }
  }

  /** A client as a session. */
  private record ClientSession(XmppClient client) implements FleetSession {

    @Override
    public CompletionStage<Void> connect() {
      return client.connect().thenApply(bound -> null);
    }

    @Override
    public CompletionStage<Void> deliver(Stanza stanza) {
      return client.deliver(stanza);
    }

    @Override
    public CompletionStage<SavedStream> suspend() {
      CompletableFuture<SavedStream> saved = client.suspend();
      return saved.whenComplete(
          (stream, failure) -> {
            if (failure != null) {
              var unused = client.shutdown(Duration.ZERO);
            }
          });
    }

    @Override
    public CompletionStage<Void> close() {
      return client.shutdown();
    }
  }
}
