package im.linnet.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.connection.Backlog;
import im.linnet.connection.BacklogLimits;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stream.Transport;
import im.linnet.tls.TlsPolicy;
import im.linnet.transport.MemoryTransport.End;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client over a transport in memory: signing in, messages both ways, back-pressure, the end. */
@Timeout(120)
class MemoryTransportTest {

  private static final String JID = "juliet@localhost/balcony";
  private static final Duration SOON = Duration.ofSeconds(20);

  private final MemoryTransport memory = new MemoryTransport();
  private final XmppClient client = clear().transport(memory).build();

  private static ClientBuilder clear() {
    return XmppClient.builder("localhost")
        .sasl(Sasl.anonymous())
        .endpoint(MemoryTransport.PLACE)
        .keepAlive(KeepAlive.none())
        .closeLimit(Duration.ZERO)
        .tls(TlsPolicy.builder().insecurelyAllowClearText().build());
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  private End connected() throws Exception {
    return connected(client, memory);
  }

  private static End connected(XmppClient client, MemoryTransport memory) throws Exception {
    CompletableFuture<BoundStream> connecting = client.connect();
    End server = memory.accept().signIn("ANONYMOUS", JID);
    assertThat(await(connecting).jid()).isEqualTo(Jid.of(JID));
    return server;
  }

  @Test
  void a_client_signs_in_and_talks() throws Exception {
    List<String> heard = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(2);
    client.onMessage(
        message -> {
          heard.add(message.body());
          all.countDown();
        });
    End server = connected();
    assertThat(server.events().domain()).isEqualTo("localhost");
    BoundStream stream = Objects.requireNonNull(client.stream());
    assertThat(stream.endpoint()).isEqualTo(MemoryTransport.PLACE);
    assertThat(stream.tlsProtocol()).isNull();
    server.say("<message from='romeo@localhost/o'><body>One</body></message>");
    server.say("<message from='romeo@localhost/o'><body>Two</body></message>", 1);
    assertThat(all.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(heard).containsExactly("One", "Two");

    CompletableFuture<Void> sent = client.send(Message.chat(Jid.of("romeo@localhost"), "Hi"));
    assertThat(server.expect("</message>")).contains("<body>Hi</body>");
    await(sent);
  }

  @Test
  void nothing_is_asked_for_while_subscribers_lag() throws Exception {
    int messages = 4_000;
    String text = "x".repeat(1000);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(messages);
    CompletableFuture<Backlog> paused = new CompletableFuture<>();
    MemoryTransport lagging = new MemoryTransport();
    try (XmppClient lag =
        clear()
            .transport(lagging)
            .backlog(BacklogLimits.standard())
            .onBacklog(paused::complete)
            .build()) {
      lag.onMessage(
          message -> {
            awaitQuietly(release);
            all.countDown();
          });
      End server = connected(lag, lagging);
      String one = "<message from='romeo@localhost/o'><body>" + text + "</body></message>";
      CompletableFuture<Void> saying =
          CompletableFuture.runAsync(() -> saying(server, one.repeat(messages)));
      await(paused);
      long given = server.given();
      assertThat(given).isLessThan((long) one.length() * messages);
      assertThat(saying).isNotDone();
      release.countDown();
      await(saying);
      assertThat(all.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void saying(End server, String xml) {
    try {
      server.say(xml, 4096);
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_line_that_takes_nothing_is_given_one_piece() throws Exception {
    End server = connected();
    String text = ": " + "x".repeat(1000);
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sent.add(client.send(Message.chat(Jid.of("romeo@localhost"), "Message " + i + text)));
    }
    assertThat(server.expect("Message 0:")).isNotEmpty();
    assertThat(server.waiting()).isLessThanOrEqualTo(1);
    assertThat(sent.get(99)).isNotDone();
    server.expect("Message 99:");
    server.expect("</message>");
    for (CompletableFuture<Void> each : sent) {
      await(each);
    }
  }

  @Test
  void the_end_of_a_line_is_the_end_of_the_session() throws Exception {
    CompletableFuture<ConnectionState.Disconnected> lost = lost();
    End server = connected();
    server.events().closed(null);
    assertThat(((TransportException) Objects.requireNonNull(await(lost).cause())).reason())
        .isEqualTo(Reason.CLOSED);
    await(server.closed());
  }

  @Test
  void what_the_server_said_last_is_read_after_a_write_has_failed() throws Exception {
    CompletableFuture<ConnectionState.Disconnected> lost = lost();
    CompletableFuture<String> heard = new CompletableFuture<>();
    client.onMessage(message -> heard.complete(message.body()));
    End server = connected();
    CompletableFuture<Void> sent = client.send(Message.chat(Jid.of("romeo@localhost"), "Hi"));
    server.failNext(new IOException("Broken pipe"));
    assertThat(catchThrowable(() -> await(sent))).hasCauseInstanceOf(TransportException.class);
    assertThat(lost).isNotDone();
    server.say("<message from='romeo@localhost/o'><body>Last</body></message>");
    server.say(
        "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>");
    assertThat(await(heard)).isEqualTo("Last");
    assertThat(await(lost).cause())
        .isInstanceOfSatisfying(
            StreamException.class,
            why -> assertThat(why.error().condition()).isEqualTo(StreamError.Condition.CONFLICT));
    await(server.closed());
  }

  @Test
  void a_line_that_takes_nothing_more_ends_though_it_says_nothing() throws Exception {
    CompletableFuture<ConnectionState.Disconnected> lost = lost();
    End server = connected();
    client.send(Message.chat(Jid.of("romeo@localhost"), "Hi"));
    server.failNext(new IOException("Broken pipe"));
    assertThat(await(lost).cause())
        .isInstanceOfSatisfying(
            TransportException.class, why -> assertThat(why.reason()).isEqualTo(Reason.RESET))
        .hasRootCauseMessage("Broken pipe");
    await(server.closed());
  }

  @Test
  void what_broke_a_line_is_told() throws Exception {
    CompletableFuture<ConnectionState.Disconnected> lost = lost();
    End server = connected();
    server.events().closed(new IOException("Connection reset"));
    assertThat(await(lost).cause())
        .isInstanceOf(TransportException.class)
        .hasRootCauseMessage("Connection reset");
  }

  private CompletableFuture<ConnectionState.Disconnected> lost() {
    CompletableFuture<ConnectionState.Disconnected> lost = new CompletableFuture<>();
    client.onState(
        state -> {
          if (state instanceof ConnectionState.Disconnected end && end.cause() != null) {
            lost.complete(end);
          }
        });
    return lost;
  }

  @Test
  void closing_the_client_closes_the_line() throws Exception {
    End server = connected();
    client.close();
    await(server.closed());
  }

  @Test
  void a_line_ends_with_the_threads_that_served_it() throws Exception {
    ClientResources resources = ClientResources.create(1, Dns.system());
    MemoryTransport served = new MemoryTransport();
    End server = connected(clear().resources(resources).transport(served).build(), served);
    resources.close();
    await(server.closed());
  }

  @Test
  void a_line_can_be_lost_and_another_opened() throws Exception {
    CompletableFuture<ConnectionState.Disconnected> lost = lost();
    connected().events().closed(null);
    await(lost);
    connected();
  }

  @Test
  void bytes_that_were_not_asked_for_are_refused() throws Exception {
    CompletableFuture<Throwable> refused = new CompletableFuture<>();
    CompletableFuture<Transport.Line> never = new CompletableFuture<>();
    try (XmppClient hasty =
        clear()
            .transport(
                opening(
                    events -> {
                      refused.complete(
                          catchThrowable(() -> events.received(ByteBuffer.allocate(1))));
                      return never;
                    }))
            .build()) {
      CompletableFuture<BoundStream> connecting = hasty.connect();
      assertThat(await(refused)).isInstanceOf(IllegalStateException.class);
      connecting.cancel(false);
    }
  }

  @Test
  void the_tls_of_a_transport_is_as_good_as_any() throws Exception {
    SSLSession session = SSLContext.getDefault().createSSLEngine().getSession();
    MemoryTransport secure = new MemoryTransport(session, Transport.Framing.STREAM);
    try (XmppClient strict =
        XmppClient.builder("juliet@localhost")
            .sasl(Sasl.password(() -> "secret".toCharArray()).allowPlain())
            .endpoint(MemoryTransport.PLACE)
            .keepAlive(KeepAlive.none())
            .closeLimit(Duration.ZERO)
            .transport(secure)
            .build()) {
      CompletableFuture<BoundStream> connecting = strict.connect();
      secure.accept().signIn("PLAIN", JID);
      assertThat(await(connecting).tlsProtocol()).isEqualTo(session.getProtocol());
    }
  }

  @Test
  void a_place_that_no_transport_serves_is_refused() {
    try (XmppClient without =
        clear().endpoint(Endpoint.at(URI.create("wss://localhost/ws"))).build()) {
      assertThat(without.connect())
          .failsWithin(SOON)
          .withThrowableThat()
          .havingRootCause()
          .isInstanceOf(RefusedException.class)
          .withMessageContaining("ClientBuilder.transport");
    }
  }

  @Test
  void a_transport_that_never_opens_is_given_up() throws Exception {
    CompletableFuture<Transport.Line> never = new CompletableFuture<>();
    try (XmppClient waiting =
        clear()
            .transport(opening(events -> never))
            .connectLimits(Duration.ofMillis(200), Duration.ofMillis(400))
            .build()) {
      assertThat(waiting.connect())
          .failsWithin(SOON)
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              TransportException.class,
              why -> assertThat(why.reason()).isEqualTo(Reason.TIMED_OUT));
    }
    assertThat(never).isCancelled();
  }

  @Test
  void a_transport_says_itself_why_it_does_not_open() {
    TransportException why = new TransportException(Reason.REFUSED, "The tunnel is shut");
    try (XmppClient refused =
        clear().transport(opening(events -> CompletableFuture.failedFuture(why))).build()) {
      assertThat(refused.connect())
          .failsWithin(SOON)
          .withThrowableThat()
          .havingCause()
          .withMessageContaining("The tunnel is shut");
    }
  }

  @Tag("C07")
  @Test
  void a_line_that_ends_as_soon_as_it_is_open_says_why() {
    TransportException why = new TransportException(Reason.CLOSED, "The tunnel has fallen in");
    Function<Transport.Events, CompletableFuture<Transport.Line>> brief =
        events -> {
          CompletableFuture<Transport.Line> opened = new CompletableFuture<>();
          new Thread(
                  () -> {
                    opened.complete(new End(events, null, Transport.Framing.STREAM));
                    events.closed(why);
                  })
              .start();
          return opened;
        };
    try (XmppClient brave = clear().transport(opening(brief)).build()) {
      for (int i = 0; i < 20; i++) {
        assertThat(brave.connect())
            .failsWithin(SOON)
            .withThrowableThat()
            .havingCause()
            .withMessageContaining("The tunnel has fallen in");
      }
    }
  }

  private static Transport opening(
      Function<Transport.Events, CompletableFuture<Transport.Line>> how) {
    return new Transport() {
      @Override
      public boolean serves(Endpoint endpoint) {
        return true;
      }

      @Override
      public CompletionStage<Line> open(Endpoint endpoint, Events events) {
        return how.apply(events);
      }
    };
  }
}
