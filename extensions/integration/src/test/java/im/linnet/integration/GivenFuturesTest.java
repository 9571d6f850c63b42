package im.linnet.integration;

import static im.linnet.integration.Call.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import im.linnet.ClientBuilder;
import im.linnet.Extension;
import im.linnet.RequestOptions;
import im.linnet.XmppClient;
import im.linnet.about.EntityTime;
import im.linnet.about.ExternalServices;
import im.linnet.about.LastActivity;
import im.linnet.about.SoftwareVersion;
import im.linnet.archive.MessageArchive;
import im.linnet.avatar.Avatars;
import im.linnet.blocking.Blocking;
import im.linnet.bookmarks.Bookmarks;
import im.linnet.caps.Caps;
import im.linnet.carbons.Carbons;
import im.linnet.chatstates.ChatStates;
import im.linnet.commands.Commands;
import im.linnet.disco.Disco;
import im.linnet.failure.RefusedException;
import im.linnet.failure.XmppException;
import im.linnet.gateway.Gateways;
import im.linnet.groupchat1.GroupChats;
import im.linnet.invites.Invites;
import im.linnet.jid.Jid;
import im.linnet.jidlookup.JidLookup;
import im.linnet.messageevents.MessageEvents;
import im.linnet.noerror.NoErrorMessages;
import im.linnet.oldarchive.OldArchive;
import im.linnet.ping.Ping;
import im.linnet.presence.Presences;
import im.linnet.privatestorage.PrivateStorage;
import im.linnet.pubsub.PubSub;
import im.linnet.push.Push;
import im.linnet.receipts.Receipts;
import im.linnet.registration.Registration;
import im.linnet.rooms.Rooms;
import im.linnet.roster.AddOnlyRoster;
import im.linnet.roster.Roster;
import im.linnet.rostersync.Decision;
import im.linnet.rostersync.RosterSync;
import im.linnet.sasl.Sasl;
import im.linnet.search.UserSearch;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.test.ScriptedClient;
import im.linnet.upload.Uploads;
import im.linnet.vcard.VCards;
import im.linnet.xml.Element;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Methods that give a future: what depends on the client, or on a text that came from a user, fails
 * the future and is not thrown.
 */
@Timeout(120)
class GivenFuturesTest {

  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");

  private static final List<String> UNSENDABLE = List.of("a\u0007", "\u001b[31m", "\uD83D", "\0");

  /**
   * A state that nobody has shown to want is not sent, a decision is noted at once, a room is left
   * with its stream, and this client makes some invitations itself.
   */
  private static final Set<String> NEED_NO_SERVER =
      Set.of(
          "ChatStates.send",
          "GroupChat.leave",
          "Invites.byThisClient",
          "MessageEvents.send",
          "Receipts.displayed",
          "Receipts.restored",
          "Room.leave",
          "RosterSync.decide");

  private static final Giver<XmppClient> CLIENT = new Giver<>(XmppClient.class, client -> client);

  private static final CompletableFuture<Decision> ALLOWED =
      CompletableFuture.completedFuture(Decision.ALLOW);

  private static final Iq QUESTION = Iq.get(ROMEO, Element.of("query", "urn:example"));

  static Stream<Call<?>> calls() {
    return Stream.of(
            client(),
            AccountCalls.all(),
            ContactsCalls.all(),
            GatewaysCalls.all(),
            MessagesCalls.all(),
            PubSubCalls.all(),
            RoomsCalls.all(),
            ServerCalls.all())
        .flatMap(calls -> calls);
  }

  private static Stream<Call<?>> client() {
    RequestOptions inOrder = RequestOptions.standard().inOrder();
    return Stream.of(
        call(CLIENT, "connect", XmppClient::connect),
        call(CLIENT, "suspend", XmppClient::suspend),
        call(CLIENT, "send", c -> c.send(Message.chat(ROMEO, "Hi"))),
        call(CLIENT, "deliver", c -> c.deliver(Message.chat(ROMEO, "Hi"))),
        call(CLIENT, "request", c -> c.request(QUESTION)),
        call(CLIENT, "request", c -> c.request(QUESTION, RequestOptions.standard())),
        call(CLIENT, "request", c -> c.request(QUESTION, Iq::payload)),
        call(CLIENT, "request", c -> c.request(QUESTION, inOrder, Iq::payload)));
  }

  static Stream<Online> onlineCalls() {
    return OnlineCalls.all();
  }

  /** Else a new method could be forgotten here. */
  @Test
  void are_all_in_this_test() {
    Map<String, Long> overloads =
        givers()
            .flatMap(type -> type.getMethods().stream())
            .filter(GivenFuturesTest::givesFuture)
            .map(method -> method.getOwner().getSimpleName() + '.' + method.getName())
            .filter(name -> !name.equals("XmppClient.shutdown"))
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    Map<String, Long> calls =
        Stream.concat(calls(), onlineCalls().map(Online::call))
            .collect(Collectors.groupingBy(Call::name, Collectors.counting()));

    assertThat(calls.keySet()).containsExactlyInAnyOrderElementsOf(overloads.keySet());
    assertThat(overloads)
        .allSatisfy((name, count) -> assertThat(calls.get(name)).isGreaterThanOrEqualTo(count));
  }

  /** The client, and the public classes in the packages of extensions. */
  private static Stream<JavaClass> givers() {
    JavaClasses all =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("im.linnet");
    Set<String> packages = new HashSet<>();
    for (JavaClass type : all) {
      if (type.isAssignableTo(Extension.class) && !type.isInterface()) {
        packages.add(type.getPackageName());
      }
    }
    return Stream.concat(
        Stream.of(all.get(XmppClient.class)),
        all.stream()
            .filter(type -> packages.contains(type.getPackageName()))
            .filter(type -> isPublic(type) && !type.isInterface()));
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(GivenFuturesTest::isPublic).orElse(true);
  }

  private static boolean givesFuture(JavaMethod method) {
    Set<JavaModifier> modifiers = method.getModifiers();
    return method.getRawReturnType().isAssignableTo(CompletableFuture.class)
        && modifiers.contains(JavaModifier.PUBLIC)
        && !modifiers.contains(JavaModifier.STATIC)
        && !modifiers.contains(JavaModifier.SYNTHETIC);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void fail_with_a_typed_failure_on_a_closed_client(Call<?> call) throws Exception {
    XmppClient client = client(call);
    client.close();
    assertFails(call, call.on(client, "text"));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void fail_with_a_typed_failure_before_there_is_a_connection(Call<?> call) throws Exception {
    if (call.name().equals("XmppClient.connect") || call.name().equals("Presences.keep")) {
      return;
    }
    try (XmppClient client = client(call)) {
      assertFails(call, call.on(client, "text"));
    }
  }

  @ParameterizedTest
  @MethodSource("onlineCalls")
  void fail_with_a_typed_failure_after_the_end_of_the_connection(Online online) throws Exception {
    try (ScriptedClient juliet = online.connected()) {
      Function<String, CompletableFuture<?>> method = online.call().from(juliet.client());
      juliet.peer().close();
      juliet.client().close();
      assertFails(online.call(), method.apply("text"));
    }
  }

  private static void assertFails(Call<?> call, CompletableFuture<?> given) throws Exception {
    if (NEED_NO_SERVER.contains(call.name())) {
      assertThat(given).succeedsWithin(10, TimeUnit.SECONDS);
    } else {
      assertThat(failure(given)).isInstanceOf(XmppException.class).hasMessageNotContaining("null");
    }
  }

  static Stream<Call<?>> texted() {
    return calls().filter(Call::takesText);
  }

  @ParameterizedTest
  @MethodSource("texted")
  void fail_and_are_given_for_a_text_that_can_t_be_sent(Call<?> call) throws Exception {
    try (XmppClient client = client(call)) {
      for (String text : UNSENDABLE) {
        assertThatCode(() -> call.on(client, text)).as(text).doesNotThrowAnyException();
        assertThat(failure(call.on(client, text))).as(text).isInstanceOf(XmppException.class);
      }
    }
  }

  static Stream<Online> textedOnline() {
    return onlineCalls().filter(online -> online.call().takesText());
  }

  @ParameterizedTest
  @MethodSource("textedOnline")
  void are_refused_for_a_text_that_can_t_be_sent(Online online) throws Exception {
    try (ScriptedClient juliet = online.connected()) {
      Function<String, CompletableFuture<?>> method = online.call().from(juliet.client());
      for (String text : UNSENDABLE) {
        assertThatCode(() -> method.apply(text)).as(text).doesNotThrowAnyException();
        assertThat(failure(method.apply(text))).as(text).isInstanceOf(RefusedException.class);
      }
    }
  }

  private static XmppClient client(Call<?> call) {
    ClientBuilder builder = XmppClient.builder("juliet@localhost").sasl(Sasl.anonymous());
    return call.giver().type() == AddOnlyRoster.class
        ? builder.with(AddOnlyRoster::new).build()
        : withExtensions(builder).build();
  }

  private static ClientBuilder withExtensions(ClientBuilder builder) {
    return builder
        .with(Disco::new)
        .with(PubSub::new)
        .with(PrivateStorage::new)
        .with(Commands::new)
        .with(Roster::new)
        .with(Avatars::new)
        .with(Blocking::new)
        .with(Bookmarks::new)
        .with(Caps::new)
        .with(Carbons::new)
        .with(ChatStates::new)
        .with(EntityTime::new)
        .with(ExternalServices::new)
        .with(Gateways::new)
        .with(GroupChats::new)
        .with(Invites::new)
        .with(JidLookup::new)
        .with(LastActivity::new)
        .with(MessageArchive::new)
        .with(MessageEvents::new)
        .with(client -> new NoErrorMessages(client, domain -> true))
        .with(OldArchive::new)
        .with(Ping::new)
        .with(Presences::new)
        .with(Push::new)
        .with(Receipts::new)
        .with(Registration::new)
        .with(Rooms::new)
        .with(client -> new RosterSync(client, question -> ALLOWED))
        .with(SoftwareVersion::new)
        .with(Uploads::new)
        .with(UserSearch::new)
        .with(VCards::new);
  }

  private static @Nullable Throwable failure(CompletableFuture<?> given) throws Exception {
    Throwable failure = given.handle((result, thrown) -> thrown).get(10, TimeUnit.SECONDS);
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }
}
