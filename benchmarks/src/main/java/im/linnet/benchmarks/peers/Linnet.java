package im.linnet.benchmarks.peers;

import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.SavedStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.journal.FileJournal;
import im.linnet.sasl.FastTokens;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.UserAgent;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.tls.TlsPolicy;
import im.linnet.xml.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Linnet: clients share their resources, the TLS policy and the {@code Sasl} value. */
public final class Linnet implements Contestant {

  private static final Element PING = Element.of("ping", "urn:xmpp:ping");

  private final ClientResources resources = ClientResources.create();
  private final Sasl password = Sasl.password(Target.PASSWORD);
  private @Nullable TlsPolicy policy;

  private final FastTokens tokens = FastTokens.inMemory();

  /** Of this installation: a server of today keeps a record of each. */
  private final UserAgent agent = UserAgent.random();

  private final Kind kind;

  /** What the last session left, if these resume; they come one after another. */
  private @Nullable SavedStream left;

  /** How clients are set up. */
  public enum Kind {
    /** As the library does it by itself: with stream management (XEP-0198). */
    STANDARD,
    /** Each client records its stream in a file. */
    RECORDED,
    /** Without stream management, as Smack runs here. */
    UNMANAGED,
    /** Signs in by a token (XEP-0484) where the server gives one. */
    TOKEN,
    /** So, too, and takes up the stream that the last one left open. */
    RESUMING
  }

  /**
   * The library.
   *
   * @param kind how its clients are set up
   */
  public Linnet(Kind kind) {
    this.kind = kind;
  }

  @Override
  public Session login(Target target) throws IOException {
    ClientBuilder builder = builder(target);
    FileJournal journal = kind == Kind.RECORDED ? journal() : null;
    if (journal != null) {
      builder.journal(journal);
    }
    SavedStream stream = left;
    if (stream != null) {
      left = null;
      builder.resume(stream, uncertain -> {});
    }
    XmppClient client = builder.build();
    return new LinnetSession(client, client.connect().join(), () -> leave(client, journal));
  }

  private void leave(XmppClient client, @Nullable FileJournal journal) {
    if (kind == Kind.RESUMING) {
      left = client.suspend().join();
    } else {
      client.shutdown().join();
    }
    if (journal != null) {
      journal.close();
    }
  }

  /**
   * A client with all that these clients share.
   *
   * @param target the service and user
   * @return its settings
   */
  public ClientBuilder builder(Target target) {
    ClientBuilder builder =
        XmppClient.builder(target.account())
            .resources(resources)
            .userAgent(agent)
            .endpoint(Endpoint.startTls("127.0.0.1", target.port()))
            .sasl(target.user() == null ? Sasl.anonymous() : password)
            .tls(policy(target));
    return switch (kind) {
      case STANDARD, RECORDED -> builder;
      case TOKEN, RESUMING -> builder.fastTokens(tokens);
      // The last standard step enables it.
      case UNMANAGED -> builder.steps(steps -> steps.subList(0, steps.size() - 1));
    };
  }

  private static FileJournal journal() throws IOException {
    return FileJournal.open(Files.createTempDirectory("linnet-journal").resolve("journal"));
  }

  private TlsPolicy policy(Target target) {
    TlsPolicy known = policy;
    if (known == null) {
      TlsPolicy.Builder builder = TlsPolicy.builder();
      known =
          target.anchor() == null
              ? builder.insecurelyAllowClearText().build()
              : builder.trust(target.anchor()).build();
      policy = known;
    }
    return known;
  }

  /** One client. */
  private record LinnetSession(XmppClient client, BoundStream stream, Runnable leaving)
      implements Session {

    /** The most messages that wait at a time; fewer than the outbox holds. */
    private static final int WINDOW = 2_000;

    @Override
    public String address() {
      return stream.jid().toString();
    }

    @Override
    public void ping() {
      client.request(Iq.get(stream.jid().domainJid(), PING)).join();
    }

    @Override
    public void send(String to, int count) {
      Jid receiver = Jid.of(to);
      CompletableFuture<Void> before = CompletableFuture.completedFuture(null);
      CompletableFuture<Void> last = before;
      for (int number = 0; number < count; number++) {
        if (number % WINDOW == 0) {
          before.join();
          before = last;
        }
        last = client.send(Message.chat(receiver, Session.body(number)));
      }
      last.join();
    }

    @Override
    public void onMessage(Consumer<String> bodies) {
      client.onMessage(
          message -> {
            String body = message.body();
            if (body != null) {
              bodies.accept(body);
            }
          });
    }

    @Override
    public void logout() {
      leaving.run();
    }
  }
}
