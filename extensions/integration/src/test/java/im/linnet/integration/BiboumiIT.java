package im.linnet.integration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoInfo;
import im.linnet.disco.DiscoItems;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.IrcGateway;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.small.SmallServer;
import im.linnet.tls.TlsPolicy;
import im.linnet.xml.Element;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * biboumi 9, a gateway that is none of ours: found, configured and used through a server. It offers
 * neither registration (XEP-0077) nor prompts (XEP-0100).
 */
@Timeout(120)
class BiboumiIT {
  private static final String HOST = "irc.localhost";
  private static final String SECRET = "ircsecret";
  private static final String PASSWORD = "rose";
  private static final String COMMANDS = "http://jabber.org/protocol/commands";
  private static final String DATA = "jabber:x:data";
  private static final String MUC = "http://jabber.org/protocol/muc";
  private static final String MUC_USER = "http://jabber.org/protocol/muc#user";

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

    private Jid occupant(String nick) {
      return Jid.of(requireNonNull(irc).room(IrcGateway.CHANNEL) + "/" + nick);
    }

    private XmppClient client(String name) {
      Server at = requireNonNull(server);
      return XmppClient.builder(name + "@localhost")
          .sasl(Sasl.password(PASSWORD))
          .endpoint(Endpoint.startTls("127.0.0.1", at.clientPort()))
          .tls(TlsPolicy.builder().trust(at.trustAnchor()).build())
          .with(Disco::new)
          .build();
    }

    @Test
    void is_found_among_the_items_of_the_server() throws Exception {
      try (XmppClient juliet = client("juliet")) {
        get(juliet.connect());
        Disco disco = juliet.get(Disco.class);

        assertThat(get(disco.items(Jid.of("localhost"))).items())
            .extracting(DiscoItems.Item::jid)
            .contains(GATEWAY);
        DiscoInfo info = get(disco.info(GATEWAY));
        assertThat(info.is("conference", "irc")).isTrue();
        assertThat(info.has(MUC)).isTrue();
        assertThat(info.has(COMMANDS)).isTrue();
        assertThat(info.has("jabber:iq:register")).isFalse();
        assertThat(info.has("jabber:iq:gateway")).isFalse();
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jabber:iq:register", "jabber:iq:gateway"})
    void refuses_what_it_does_not_know(String namespace) throws Exception {
      try (XmppClient juliet = client("juliet")) {
        get(juliet.connect());
        Element query = Element.of("query", namespace);
        assertThat(juliet.request(Iq.get(GATEWAY, query)))
            .failsWithin(30, TimeUnit.SECONDS)
            .withThrowableThat()
            .havingCause()
            .isInstanceOfSatisfying(
                StanzaException.class,
                refusal -> {
                  assertThat(refusal.error().condition())
                      .isEqualTo(StanzaError.Condition.FEATURE_NOT_IMPLEMENTED);
                  assertThat(refusal.retryable()).isFalse();
                });
      }
    }

    @Test
    void is_configured_by_a_form() throws Exception {
      try (XmppClient juliet = client("juliet")) {
        get(juliet.connect());
        assertThat(get(juliet.get(Disco.class).items(GATEWAY, COMMANDS)).items())
            .extracting(DiscoItems.Item::node)
            .contains("configure");

        Element command = execute(juliet, null, null);
        assertThat(command.attribute("status")).isEqualTo("executing");
        Element form = requireNonNull(command.child("x", DATA));
        assertThat(form.attribute("type")).isEqualTo("form");
        assertThat(field(form, "max_history_length").attribute("type")).isEqualTo("text-single");
        assertThat(field(form, "record_history").attribute("type")).isEqualTo("boolean");

        Element done =
            execute(
                juliet,
                command.attribute("sessionid"),
                submission(Map.of("max_history_length", "7", "record_history", "false")));
        assertThat(done.attribute("status")).isEqualTo("completed");
        assertThat(done.childText("note")).isEqualTo("Configuration successfully applied.");

        Element stored = requireNonNull(execute(juliet, null, null).child("x", DATA));
        assertThat(field(stored, "max_history_length").childText("value")).isEqualTo("7");
        assertThat(field(stored, "record_history").childText("value")).isEqualTo("false");
      }
    }

    private static Element execute(
        XmppClient client, @Nullable String session, @Nullable Element form) throws Exception {
      Element command =
          Element.builder("command", COMMANDS)
              .attribute("node", "configure")
              .attribute("action", form == null ? "execute" : "complete")
              .attribute("sessionid", session)
              .child(form)
              .build();
      return requireNonNull(get(client.request(Iq.set(GATEWAY, command))).payload());
    }

    private static Element submission(Map<String, String> values) {
      List<Element> fields =
          values.entrySet().stream()
              .map(
                  value ->
                      Element.builder("field", DATA)
                          .attribute("var", value.getKey())
                          .child("value", value.getValue())
                          .build())
              .toList();
      return Element.builder("x", DATA).attribute("type", "submit").children(fields).build();
    }

    private static Element field(Element form, String name) {
      return form.children("field", DATA).stream()
          .filter(field -> name.equals(field.attribute("var")))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no field " + name + " in " + form));
    }

    @Test
    void lets_two_users_meet_in_a_channel() throws Exception {
      try (XmppClient juliet = client("juliet");
          XmppClient romeo = client("romeo")) {
        BlockingQueue<Presence> juliets = presences(juliet);
        BlockingQueue<Message> messages = messages(romeo);
        get(juliet.connect());
        get(romeo.connect());

        enter(juliet, occupant("ju"));
        Presence own = await(juliets, presence -> occupant("ju").equals(presence.from()));
        assertThat(codes(own)).contains("110", "210");
        enter(romeo, occupant("ro"));
        await(
            messages, message -> "Lab channel".equals(message.subject()) && message.body() == null);
        await(juliets, presence -> occupant("ro").equals(presence.from()));

        get(juliet.send(toRoom("Good morrow")));
        Message heard = await(messages, message -> "Good morrow".equals(message.body()));
        assertThat(heard.from()).isEqualTo(occupant("ju"));
        assertThat(heard.type()).isEqualTo(Message.Type.GROUPCHAT);

        get(romeo.send(Presence.builder(Presence.Type.UNAVAILABLE).to(occupant("ro")).build()));
        await(
            juliets,
            presence -> presence.isUnavailable() && occupant("ro").equals(presence.from()));
        get(juliet.send(Presence.builder(Presence.Type.UNAVAILABLE).to(occupant("ju")).build()));
        Presence left =
            await(
                juliets,
                presence -> presence.isUnavailable() && occupant("ju").equals(presence.from()));
        assertThat(codes(left)).contains("110");
      }
    }

    private Message toRoom(String body) {
      return Message.builder(occupant("ju").bare()).type(Message.Type.GROUPCHAT).body(body).build();
    }

    private static void enter(XmppClient client, Jid occupant) throws Exception {
      get(
          client.send(
              Presence.builder(Presence.Type.AVAILABLE)
                  .to(occupant)
                  .payload(Element.of("x", MUC))
                  .build()));
    }

    private static List<@Nullable String> codes(Presence presence) {
      return requireNonNull(presence.element().child("x", MUC_USER))
          .children("status", MUC_USER)
          .stream()
          .<@Nullable String>map(status -> status.attribute("code"))
          .toList();
    }

    private static BlockingQueue<Presence> presences(XmppClient client) {
      BlockingQueue<Presence> all = new LinkedBlockingQueue<>();
      client.onPresence(all::add);
      return all;
    }

    private static BlockingQueue<Message> messages(XmppClient client) {
      BlockingQueue<Message> all = new LinkedBlockingQueue<>();
      client.onMessage(all::add);
      return all;
    }

    private static <T> T await(BlockingQueue<T> all, Predicate<T> wanted) throws Exception {
      while (true) {
        T next = requireNonNull(all.poll(30, TimeUnit.SECONDS), "nothing came");
        if (wanted.test(next)) {
          return next;
        }
      }
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
      return future.get(30, TimeUnit.SECONDS);
    }
  }
}
