package im.linnet.integration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.commands.Command;
import im.linnet.commands.CommandSession;
import im.linnet.commands.Commands;
import im.linnet.commands.Note;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoInfo;
import im.linnet.disco.DiscoItems;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.forms.DataForm;
import im.linnet.forms.Field;
import im.linnet.forms.FieldType;
import im.linnet.gateway.Gateway;
import im.linnet.gateway.Gateways;
import im.linnet.jid.Jid;
import im.linnet.registration.Refusal;
import im.linnet.registration.Registration;
import im.linnet.rooms.Occupant;
import im.linnet.rooms.Room;
import im.linnet.rooms.RoomEvent;
import im.linnet.rooms.RoomEvent.OccupantJoined;
import im.linnet.rooms.RoomEvent.OccupantLeft;
import im.linnet.rooms.RoomEvent.Said;
import im.linnet.rooms.RoomEvent.SubjectChanged;
import im.linnet.rooms.Rooms;
import im.linnet.roster.Roster;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.Failures;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.IrcGateway;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.small.SmallServer;
import im.linnet.tls.TlsPolicy;
import java.security.cert.X509Certificate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/**
 * biboumi 9, a gateway that is none of ours: found, configured and used through a server. It offers
 * neither registration (XEP-0077) nor prompts (XEP-0100).
 */
@Timeout(120)
class BiboumiIT {
  private static final String HOST = "irc.localhost";
  private static final String SECRET = "ircsecret";
  private static final String PASSWORD = "rose";

  @Nested
  class Prosody extends Against {
    @Override
    Server start() {
      ProsodyServer.reasonToSkip().ifPresent(Assumptions::abort);
      ProsodyServer server =
          ProsodyServer.builder()
              .user("juliet", PASSWORD)
              .user("romeo", PASSWORD)
              .component(HOST, SECRET)
              .start();
      return new Server(
          server,
          server.starttlsPort(),
          server.componentPort(HOST),
          server.authority().trustAnchor());
    }
  }

  @Nested
  class Ejabberd extends Against {
    @Override
    Server start() {
      EjabberdServer.reasonToSkip().ifPresent(Assumptions::abort);
      EjabberdServer server =
          EjabberdServer.builder()
              .user("juliet", PASSWORD)
              .user("romeo", PASSWORD)
              .component(HOST, SECRET)
              .start();
      return new Server(
          server,
          server.starttlsPort(),
          server.componentPort(HOST),
          server.authority().trustAnchor());
    }
  }

  @Nested
  class Small extends Against {
    @Override
    Server start() {
      SmallServer server =
          SmallServer.builder()
              .user("juliet", PASSWORD)
              .user("romeo", PASSWORD)
              .component(HOST, SECRET)
              .start();
      return new Server(
          server, server.starttlsPort(), server.componentPort(), server.trustAnchor());
    }
  }

  /** A running server with two users, and a component to come. */
  record Server(
      AutoCloseable running, int clientPort, int componentPort, X509Certificate trustAnchor) {}

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {
    private static final Jid GATEWAY = Jid.of(HOST);

    private @Nullable Server server;
    private @Nullable IrcGateway irc;

    abstract Server start();

    @BeforeAll
    void attach() {
      IrcGateway.reasonToSkip().ifPresent(Assumptions::abort);
      Server started = start();
      server = started;
      irc = IrcGateway.attach(HOST, SECRET, started.componentPort());
    }

    @AfterAll
    void close() throws Exception {
      if (irc != null) {
        irc.close();
      }
      if (server != null) {
        server.running().close();
      }
    }

    private Jid channel() {
      return Jid.of(requireNonNull(irc).room(IrcGateway.CHANNEL));
    }

    private XmppClient client(String name) throws Exception {
      Server at = requireNonNull(server);
      XmppClient client =
          XmppClient.builder(name + "@localhost")
              .sasl(Sasl.password(PASSWORD))
              .endpoint(Endpoint.startTls("127.0.0.1", at.clientPort()))
              .tls(TlsPolicy.builder().trust(at.trustAnchor()).build())
              .with(Disco::new)
              .with(Roster::new)
              .with(Registration::new)
              .with(Gateways::new)
              .with(Commands::new)
              .with(Rooms::new)
              .build();
      get(client.connect());
      return client;
    }

    @Test
    void is_found_among_the_items_of_the_server_and_says_what_it_is() throws Exception {
      try (XmppClient juliet = client("juliet")) {
        Disco disco = juliet.get(Disco.class);
        assertThat(get(disco.items(Jid.of("localhost"))).items())
            .extracting(DiscoItems.Item::jid)
            .contains(GATEWAY);
        DiscoInfo info = get(disco.info(GATEWAY));
        assertThat(info.is("conference", "irc")).isTrue();
        assertThat(info.has("http://jabber.org/protocol/muc")).isTrue();
        assertThat(info.has("http://jabber.org/protocol/commands")).isTrue();
        assertThat(info.has("jabber:iq:register")).isFalse();
        assertThat(info.has("jabber:iq:gateway")).isFalse();

        assertThat(get(juliet.get(Gateways.class).find()).gateways())
            .extracting(Gateway::jid)
            .as("its category is conference")
            .doesNotContain(GATEWAY);
        assertThat(Failures.of(juliet.get(Gateways.class).lookUp(GATEWAY), RefusedException.class))
            .hasMessageContaining("irc.localhost is no gateway");
      }
    }

    @Test
    void registers_nobody_and_has_no_prompt() throws Exception {
      try (XmppClient juliet = client("juliet")) {
        Refusal refusal =
            requireNonNull(
                Refusal.of(
                    Failures.of(
                        juliet.get(Registration.class).form(GATEWAY), StanzaException.class)));
        assertThat(refusal.reason()).isEqualTo(Refusal.Reason.UNSUPPORTED);
        assertThat(refusal.error().condition()).isEqualTo(Condition.FEATURE_NOT_IMPLEMENTED);

        StanzaException noPrompt =
            Failures.of(juliet.get(Gateways.class).prompt(GATEWAY), StanzaException.class);
        assertThat(noPrompt.error().condition()).isEqualTo(Condition.FEATURE_NOT_IMPLEMENTED);
        assertThat(noPrompt.retryable()).isFalse();
      }
    }

    @Test
    void is_configured_by_a_form() throws Exception {
      try (XmppClient juliet = client("juliet")) {
        Commands commands = juliet.get(Commands.class);
        assertThat(get(commands.list(GATEWAY))).extracting(Command::node).contains("configure");

        CommandSession asked = get(commands.execute(GATEWAY, "configure"));
        DataForm form = requireNonNull(asked.form());
        assertThat(field(form, "max_history_length").type()).isEqualTo(FieldType.TEXT_SINGLE);
        assertThat(field(form, "record_history").type()).isEqualTo(FieldType.BOOLEAN);
        CommandSession done =
            get(
                asked.complete(
                    asked
                        .answer()
                        .set("max_history_length", "7")
                        .set("record_history", "false")
                        .build()));
        assertThat(done.hasEnded()).isTrue();
        assertThat(done.notes())
            .extracting(Note::text)
            .containsExactly("Configuration successfully applied.");

        DataForm stored = requireNonNull(get(commands.execute(GATEWAY, "configure")).form());
        assertThat(stored.text("max_history_length")).isEqualTo("7");
        assertThat(stored.text("record_history")).isEqualTo("false");
      }
    }

    private static Field field(DataForm form, String name) {
      return requireNonNull(form.field(name), name);
    }

    @Test
    void lets_two_users_meet_in_a_channel() throws Exception {
      try (XmppClient juliet = client("juliet");
          XmppClient romeo = client("romeo")) {
        BlockingQueue<RoomEvent> juliets = events(juliet);
        BlockingQueue<RoomEvent> romeos = events(romeo);
        Room hers = get(juliet.get(Rooms.class).join(channel(), "ju"));
        assertThat(hers.nick()).isEqualTo("ju");
        Room his = get(romeo.get(Rooms.class).join(channel(), "ro"));
        await(juliets, OccupantJoined.class, event -> event.occupant().nick().equals("ro"));
        assertThat(his.occupants()).extracting(Occupant::nick).contains("ju", "ro");
        await(romeos, SubjectChanged.class, event -> "Lab channel".equals(event.subject()));
        assertThat(his.subject()).isEqualTo("Lab channel");

        get(hers.send("Good morrow"));
        Said said =
            await(romeos, Said.class, event -> "Good morrow".equals(event.message().body()));
        assertThat(said.message().nick()).isEqualTo("ju");

        get(his.leave());
        await(juliets, OccupantLeft.class, event -> event.occupant().nick().equals("ro"));
        get(hers.leave());
        assertThat(juliet.get(Rooms.class).joined()).isEmpty();
      }
    }

    private static BlockingQueue<RoomEvent> events(XmppClient client) {
      BlockingQueue<RoomEvent> events = new LinkedBlockingQueue<>();
      client.get(Rooms.class).onEvent(events::add);
      return events;
    }

    private static <T extends RoomEvent> T await(
        BlockingQueue<RoomEvent> events, Class<T> type, Predicate<T> wanted) throws Exception {
      while (true) {
        RoomEvent next = requireNonNull(events.poll(30, TimeUnit.SECONDS), "nothing came");
        if (type.isInstance(next) && wanted.test(type.cast(next))) {
          return type.cast(next);
        }
      }
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
      return future.get(30, TimeUnit.SECONDS);
    }
  }
}
