package im.linnet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.FastToken;
import im.linnet.sasl.FastTokens;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.UserAgent;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.net.Cut;
import im.linnet.testkit.net.FaultProxy;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** SASL2 (XEP-0388) with all inside, on servers that have it. */
@Timeout(120)
class ModernSignInIT {

  private static final String SASL2 = "urn:xmpp:sasl:2";

  @Nested
  class Prosody extends Against {
    Prosody() {
      super(ProsodyServer.modern());
    }
  }

  @Nested
  class Ejabberd extends Against {
    Ejabberd() {
      super(EjabberdServer.modern());
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {

    @RegisterExtension final ServerExtension<RealServer> running;

    @TempDir private Path folder;

    Against(RealServer.Builder settings) {
      running = ServerUser.serverWith(settings, "a", "b");
    }

    private ServerUser user(String name) {
      return new ServerUser(running.server(), name);
    }

    private ClientBuilder direct(String name) {
      return user(name).builder(Endpoint.directTls("127.0.0.1", running.server().directTlsPort()));
    }

    private static BoundStream connect(XmppClient client) throws Exception {
      return client.connect().get(30, TimeUnit.SECONDS);
    }

    private static void end(XmppClient... clients) throws Exception {
      for (XmppClient client : clients) {
        client.shutdown().get(20, TimeUnit.SECONDS);
      }
    }

    @Test
    void signs_in_by_the_password_then_by_a_token_in_another_run() throws Exception {
      Path file = folder.resolve("tokens");
      XmppClient first = direct("a").fastTokens(FastTokens.file(file)).build();
      BoundStream stream = connect(first);
      assertThat(stream.signInProtocol()).isEqualTo(SASL2);
      assertThat(stream.mechanism()).startsWith("SCRAM-SHA-");
      assertThat(stream.managed()).isTrue();
      end(first);
      FastToken kept = requireNonNull(FastTokens.file(file).load(stream.jid().bare()));

      XmppClient second = direct("a").fastTokens(FastTokens.file(file)).build();
      BoundStream again = connect(second);
      assertThat(again.signInProtocol()).isEqualTo(SASL2);
      assertThat(again.mechanism()).isEqualTo(kept.mechanism()).startsWith("HT-SHA-256-");
      assertThat(again.managed()).isTrue();
      end(second);
    }

    @Test
    void signs_in_by_the_password_where_the_token_is_refused() throws Exception {
      FastTokens tokens = FastTokens.inMemory();
      XmppClient first = direct("a").fastTokens(tokens).build();
      BoundStream stream = connect(first);
      end(first);
      Jid account = stream.jid().bare();
      FastToken good = requireNonNull(tokens.load(account));
      tokens.save(
          account,
          FastToken.of(good.mechanism(), good.secret() + "x", good.expiry(), good.userAgent()));
      XmppClient second = direct("a").fastTokens(tokens).build();
      assertThat(connect(second).mechanism()).startsWith("SCRAM-SHA-");
      assertThat(requireNonNull(tokens.load(account)).secret()).isNotEqualTo(good.secret() + "x");
      end(second);
    }

    @Test
    void gets_the_same_resource_for_the_same_installation() throws Exception {
      UserAgent agent = UserAgent.random().withSoftware("Linnet");
      XmppClient first = direct("a").userAgent(agent).build();
      Jid before = connect(first).jid();
      assertThat(before.resource()).startsWith("Linnet");
      end(first);
      XmppClient second = direct("a").userAgent(agent).build();
      assertThat(connect(second).jid()).isEqualTo(before);
      end(second);
    }

    /** And the user's own resource where one is wanted. */
    @Test
    void binds_the_resource_that_the_user_wants() throws Exception {
      ServerUser a = user("a");
      XmppClient client =
          XmppClient.builder("a@" + running.server().domain() + "/mine")
              .sasl(Sasl.password(ServerUser.password("a")))
              .endpoint(Endpoint.directTls("127.0.0.1", running.server().directTlsPort()))
              .tls(a.trusting())
              .build();
      BoundStream stream = connect(client);
      assertThat(stream.jid().resource()).isEqualTo("mine");
      assertThat(stream.signInProtocol()).isEqualTo(SASL2);
      assertThat(stream.managed()).isTrue();
      end(client);
    }

    /** Bind 2 lets a server drop them, as it expects the client to fetch its archive. */
    @Test
    void gets_what_was_stored_while_the_user_was_offline_if_it_binds_after_signing_in()
        throws Exception {
      XmppClient b = user("b").builder().build();
      connect(b);
      Jid a = Jid.of("a@" + running.server().domain());
      b.deliver(Message.chat(a, "while you were out")).get(20, TimeUnit.SECONDS);
      BlockingQueue<String> received = new LinkedBlockingQueue<>();
      XmppClient client = direct("a").withoutBind2().build();
      client.onMessage(message -> received.add(String.valueOf(message.body())));
      connect(client);
      client.deliver(Presence.available()).get(20, TimeUnit.SECONDS);
      assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo("while you were out");
      end(client, b);
    }

    @Test
    void resumes_inside_of_the_sign_in() throws Exception {
      try (FaultProxy line = FaultProxy.to(running.server().directTlsPort())) {
        XmppClient a = user("a").builder(Endpoint.directTls("127.0.0.1", line.port())).build();
        XmppClient b = user("b").builder().build();
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        BlockingQueue<Disconnected> losses = new LinkedBlockingQueue<>();
        a.onMessage(message -> received.add(String.valueOf(message.body())));
        a.onState(
            state -> {
              if (state instanceof Disconnected loss) {
                losses.add(loss);
              }
            });
        BoundStream first = connect(a);
        connect(b);
        a.deliver(Presence.available()).get(20, TimeUnit.SECONDS);
        for (int round = 0; round < 3; round++) {
          line.cut(Cut.RST);
          assertThat(losses.poll(20, TimeUnit.SECONDS)).isNotNull();
          b.deliver(Message.chat(first.jid(), "missed " + round)).get(20, TimeUnit.SECONDS);
          BoundStream stream = connect(a);
          assertThat(stream.resumed()).isTrue();
          assertThat(stream.jid()).isEqualTo(first.jid());
          assertThat(stream.signInProtocol()).isEqualTo(SASL2);
          assertThat(stream.mechanism()).startsWith("HT-SHA-256-");
          assertThat(stream.features().element()).isEqualTo(first.features().element());
          assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo("missed " + round);
        }
        CompletableFuture<Void> sent = a.deliver(Message.chat(first.jid(), "to myself"));
        sent.get(20, TimeUnit.SECONDS);
        assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo("to myself");
        assertThat(List.copyOf(received)).isEmpty();
        end(a, b);
      }
    }
  }
}
