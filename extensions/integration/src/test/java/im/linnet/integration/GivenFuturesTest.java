package im.linnet.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import im.linnet.Extension;
import im.linnet.RequestOptions;
import im.linnet.XmppClient;
import im.linnet.archive.Archive;
import im.linnet.archive.ArchiveQuery;
import im.linnet.archive.Conversation;
import im.linnet.chatstates.ChatState;
import im.linnet.chatstates.ChatStates;
import im.linnet.disco.Disco;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.jidlookup.JidLookup;
import im.linnet.ping.Ping;
import im.linnet.presence.Presences;
import im.linnet.roster.AddOnlyRoster;
import im.linnet.roster.Roster;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.vcard.VCard;
import im.linnet.vcard.VCards;
import im.linnet.xml.Element;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
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

  private static final List<Class<? extends Extension>> EXTENSIONS =
      List.of(
          Archive.class,
          ChatStates.class,
          Disco.class,
          JidLookup.class,
          Ping.class,
          Presences.class,
          Roster.class,
          AddOnlyRoster.class,
          VCards.class);

  /** A call of a method of a client or an extension, with a text of a user's if it takes one. */
  private record Call<T>(Class<T> type, String method, Given<T> given, boolean takesText) {

    interface Given<T> {
      CompletableFuture<?> by(T object, String text);
    }

    CompletableFuture<?> on(XmppClient client, String text) {
      return given.by(type.cast(object(client)), text);
    }

    private Object object(XmppClient client) {
      return type == XmppClient.class ? client : client.get(type.asSubclass(Extension.class));
    }

    @Override
    public String toString() {
      return type.getSimpleName() + '.' + method;
    }
  }

  private static <T> Call<T> call(
      Class<T> type, String method, Function<T, CompletableFuture<?>> given) {
    return new Call<>(type, method, (object, text) -> given.apply(object), false);
  }

  private static <T> Call<T> texted(Class<T> type, String method, Call.Given<T> given) {
    return new Call<>(type, method, given, true);
  }

  private static final Iq QUESTION = Iq.get(ROMEO, Element.of("query", "urn:example"));

  static Stream<Call<?>> calls() {
    return Stream.of(
            Stream.of(
                call(XmppClient.class, "connect", XmppClient::connect),
                call(XmppClient.class, "suspend", XmppClient::suspend),
                call(XmppClient.class, "send", c -> c.send(Message.chat(ROMEO, "Hi"))),
                call(XmppClient.class, "deliver", c -> c.deliver(Message.chat(ROMEO, "Hi"))),
                call(XmppClient.class, "request", c -> c.request(QUESTION)),
                call(
                    XmppClient.class,
                    "request",
                    c -> c.request(QUESTION, RequestOptions.standard())),
                call(
                    XmppClient.class,
                    "request",
                    c -> c.request(QUESTION, RequestOptions.standard().inOrder(), Iq::payload))),
            Stream.of(
                call(Archive.class, "list", a -> a.list(ArchiveQuery.all(), 1)),
                call(
                    Archive.class,
                    "messages",
                    a -> a.messages(Conversation.of(ROMEO, Instant.EPOCH), 1)),
                call(Archive.class, "lastMessages", a -> a.lastMessages(ROMEO)),
                call(Disco.class, "serverInfo", Disco::serverInfo),
                call(Disco.class, "info", d -> d.info(ROMEO)),
                texted(Disco.class, "info", (d, text) -> d.info(ROMEO, text)),
                call(Disco.class, "items", d -> d.items(ROMEO)),
                texted(Disco.class, "items", (d, text) -> d.items(ROMEO, text)),
                texted(JidLookup.class, "jidOf", (j, text) -> j.jidOf(text + "@contoso.com")),
                call(Ping.class, "ping", Ping::ping),
                call(Ping.class, "ping", p -> p.ping(ROMEO)),
                call(Ping.class, "ping", p -> p.ping(ROMEO, Duration.ofSeconds(1))),
                call(VCards.class, "own", VCards::own),
                call(VCards.class, "of", v -> v.of(ROMEO)),
                call(VCards.class, "ofOccupant", v -> v.ofOccupant(ROMEO)),
                call(VCards.class, "store", v -> v.store(VCard.empty())),
                texted(VCards.class, "change", (v, text) -> v.change(card -> card.fullName(text)))),
            Stream.of(
                call(Presences.class, "set", p -> p.set(Presence.available())),
                call(Presences.class, "keep", p -> p.keep(Presence.available())),
                call(Presences.class, "accept", p -> p.accept(ROMEO)),
                call(Presences.class, "deny", p -> p.deny(ROMEO)),
                call(ChatStates.class, "send", c -> c.send(ROMEO, ChatState.PAUSED)),
                texted(
                    ChatStates.class,
                    "send",
                    (c, text) -> c.send(ROMEO, ChatState.COMPOSING, text))),
            Stream.of(
                call(Roster.class, "load", Roster::load),
                texted(Roster.class, "add", (r, text) -> r.add(ROMEO, text, Set.of())),
                texted(Roster.class, "add", (r, text) -> r.add(ROMEO, null, Set.of(text))),
                texted(Roster.class, "rename", (r, text) -> r.rename(ROMEO, text)),
                texted(Roster.class, "regroup", (r, text) -> r.regroup(ROMEO, Set.of(text))),
                call(Roster.class, "remove", r -> r.remove(ROMEO)),
                call(Roster.class, "subscribe", r -> r.subscribe(ROMEO)),
                texted(Roster.class, "subscribe", (r, text) -> r.subscribe(ROMEO, text)),
                call(Roster.class, "unsubscribe", r -> r.unsubscribe(ROMEO)),
                call(Roster.class, "approve", r -> r.approve(ROMEO)),
                call(Roster.class, "preApprove", r -> r.preApprove(ROMEO)),
                call(Roster.class, "deny", r -> r.deny(ROMEO)),
                call(Roster.class, "cancel", r -> r.cancel(ROMEO)),
                call(AddOnlyRoster.class, "load", AddOnlyRoster::load),
                texted(AddOnlyRoster.class, "add", (r, text) -> r.add(ROMEO, text)),
                call(AddOnlyRoster.class, "approve", r -> r.approve(ROMEO)),
                call(AddOnlyRoster.class, "deny", r -> r.deny(ROMEO))))
        .flatMap(calls -> calls);
  }

  /** Else a new method could be forgotten here. */
  @Test
  void are_all_in_this_test() {
    assertThat(calls().map(Call::toString).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of(XmppClient.class), EXTENSIONS.stream())
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> CompletableFuture.class.isAssignableFrom(method.getReturnType()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.getName().equals("shutdown"))
                .map(GivenFuturesTest::name)
                .collect(Collectors.toSet()));
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + '.' + method.getName();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void fail_with_a_typed_failure_on_a_closed_client(Call<?> call) throws Exception {
    XmppClient client = client(call);
    client.close();
    CompletableFuture<?> given = call.on(client, "text");
    if (call.toString().equals("ChatStates.send")) {
      // Nobody has shown that it wants to know, so there is nothing to send.
      assertThat(given).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(false);
    } else {
      assertThat(failure(given)).isInstanceOf(XmppException.class).hasMessageNotContaining("null");
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void fail_with_a_typed_failure_before_there_is_a_connection(Call<?> call) throws Exception {
    if (call.method().equals("connect") || call.toString().equals("Presences.keep")) {
      return;
    }
    try (XmppClient client = client(call)) {
      CompletableFuture<?> given = call.on(client, "text");
      if (!call.toString().equals("ChatStates.send")) {
        assertThat(failure(given)).isInstanceOf(XmppException.class);
      }
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

  private static XmppClient client(Call<?> call) {
    Function<XmppClient, Extension> roster =
        call.type() == AddOnlyRoster.class ? AddOnlyRoster::new : Roster::new;
    return XmppClient.builder("juliet@localhost")
        .sasl(Sasl.anonymous())
        .with(Disco::new)
        .with(Archive::new)
        .with(ChatStates::new)
        .with(JidLookup::new)
        .with(Ping::new)
        .with(roster)
        .with(Presences::new)
        .with(VCards::new)
        .build();
  }

  private static @Nullable Throwable failure(CompletableFuture<?> given) throws Exception {
    Throwable failure = given.handle((result, thrown) -> thrown).get(10, TimeUnit.SECONDS);
    return failure instanceof CompletionException ? failure.getCause() : failure;
  }
}
