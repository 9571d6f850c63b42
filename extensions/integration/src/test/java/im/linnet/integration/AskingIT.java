package im.linnet.integration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.archive.Archive;
import im.linnet.archive.ArchiveQuery;
import im.linnet.archive.Conversation;
import im.linnet.connection.Dropped;
import im.linnet.disco.Disco;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.jid.Jid;
import im.linnet.jidlookup.JidLookup;
import im.linnet.ping.Ping;
import im.linnet.roster.AddOnlyRoster;
import im.linnet.roster.Roster;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.test.ScriptedClient;
import im.linnet.vcard.VCard;
import im.linnet.vcard.VCards;
import im.linnet.xml.Element;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the extensions ask, all alike, and what comes of it. Against a script, not a server. */
@Timeout(120)
class AskingIT {

  private static final Jid OWN = Jid.of("juliet@localhost");
  private static final Jid SERVER = Jid.of("localhost");
  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");

  private static final String DISCO =
      "<iq type='get' id='{first}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>";
  private static final String LOOKUP =
      "<iq type='result' id='{first}' from='localhost'>"
          + "<query xmlns='http://jabber.org/protocol/disco#info'>"
          + "<feature var='http://messenger.live.com/xmpp/jidlookup'/></query></iq>";
  private static final String LIST =
      "<iq type='get' id='{first}'><list xmlns='urn:xmpp:archive'/></iq>";
  private static final String LISTED =
      "<iq type='result' id='{first}'><list xmlns='urn:xmpp:archive'>"
          + "<chat with='romeo@localhost' start='1469-07-21T02:56:15Z'/></list></iq>";
  private static final String CARD = "<iq type='get' id='{first}'><vCard xmlns='vcard-temp'/></iq>";
  private static final String NO_CARD = "<iq type='result' id='{first}'/>";

  private static final Element PING = Element.of("ping", "urn:xmpp:ping");

  static Stream<Question> questions() {
    Conversation conversation =
        Conversation.of(ROMEO.bare(), Instant.parse("1469-07-21T02:56:15Z"));
    return Stream.of(
        Question.of("Disco.serverInfo", Disco::new, Disco.class, Disco::serverInfo)
            .asking("localhost"),
        Question.of("Disco.info", Disco::new, Disco.class, it -> it.info(OWN)),
        Question.of("Disco.info of a node", Disco::new, Disco.class, it -> it.info(OWN, "n")),
        Question.of("Disco.items", Disco::new, Disco.class, it -> it.items(SERVER))
            .asking("localhost"),
        Question.of("Ping.ping of the server", Ping::new, Ping.class, Ping::ping)
            .asking("localhost")
            .withAnyResult(),
        Question.of("Ping.ping", Ping::new, Ping.class, it -> it.ping(ROMEO))
            .asking(ROMEO.toString())
            .withAnyResult(),
        Question.of("VCards.own", VCards::new, VCards.class, VCards::own),
        Question.of("VCards.of", VCards::new, VCards.class, it -> it.of(ROMEO))
            .asking("romeo@localhost"),
        Question.of("VCards.ofOccupant", VCards::new, VCards.class, it -> it.ofOccupant(ROMEO))
            .asking(ROMEO.toString()),
        Question.of("VCards.store", VCards::new, VCards.class, it -> it.store(VCard.empty()))
            .withAnyResult(),
        Question.of("VCards.change, reading", VCards::new, VCards.class, AskingIT::renamed),
        Question.of("VCards.change, storing", VCards::new, VCards.class, AskingIT::renamed)
            .after(CARD, NO_CARD)
            .withAnyResult(),
        Question.of(
            "Archive.list", Archive::new, Archive.class, it -> it.list(ArchiveQuery.all(), 10)),
        Question.of(
            "Archive.messages", Archive::new, Archive.class, it -> it.messages(conversation, 10)),
        Question.of(
            "Archive.lastMessages, listing",
            Archive::new,
            Archive.class,
            it -> it.lastMessages(ROMEO)),
        Question.of(
                "Archive.lastMessages, retrieving",
                Archive::new,
                Archive.class,
                it -> it.lastMessages(ROMEO))
            .after(LIST, LISTED),
        Question.of(
                "JidLookup.jidOf, discovering",
                JidLookup::new,
                JidLookup.class,
                it -> it.jidOf("mary@contoso.com"))
            .asking("localhost"),
        Question.of(
                "JidLookup.jidOf", JidLookup::new, JidLookup.class, it -> it.jidOf("a@contoso.com"))
            .after(DISCO, LOOKUP)
            .asking("a@contoso.com")
            .unreadable(
                "<getjid xmlns='http://messenger.live.com/xmpp/jidlookup'><jid>@</jid></getjid>"),
        Question.of("Roster.load", Roster::new, Roster.class, Roster::load),
        Question.of("Roster.add", Roster::new, Roster.class, it -> it.add(ROMEO, null, Set.of()))
            .withAnyResult(),
        Question.of("Roster.remove", Roster::new, Roster.class, it -> it.remove(ROMEO))
            .withAnyResult(),
        Question.of(
            "AddOnlyRoster.load", AddOnlyRoster::new, AddOnlyRoster.class, AddOnlyRoster::load),
        Question.of(
                "AddOnlyRoster.add",
                AddOnlyRoster::new,
                AddOnlyRoster.class,
                it -> it.add(ROMEO, null))
            .withAnyResult());
  }

  private static CompletableFuture<VCard> renamed(VCards cards) {
    return cards.change(card -> card.nickname("Jule"));
  }

  static Stream<Question> readingQuestions() {
    return questions().filter(question -> question.unreadable() != null);
  }

  private static ScriptedClient answering(Question question, String type, String content) {
    return ScriptedClient.builder()
        .with(question.extension())
        .endingAnyhow()
        .bound(
            s ->
                s.then(question.before())
                    .expectLike("<iq id='{last}'/>")
                    .send(
                        "<iq type='%s' id='{last}' from='%s'>%s</iq>"
                            .formatted(type, question.asked(), content)));
  }

  /** With what it fails, as a callback of that very future is given it. */
  private static Throwable failure(CompletableFuture<?> answer) throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    answer.whenComplete((read, why) -> failure.complete(why));
    return failure.get(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @MethodSource("readingQuestions")
  void an_answer_that_can_not_be_read_is_such_a_failure(Question question) throws Exception {
    try (ScriptedClient juliet =
        answering(question, "result", requireNonNull(question.unreadable()))) {
      assertThat(failure(question.ask().apply(juliet.client())))
          .isExactlyInstanceOf(UnreadableAnswerException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("questions")
  void an_error_is_a_failure_that_nothing_is_wrapped_around(Question question) throws Exception {
    String error =
        "<error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    try (ScriptedClient juliet = answering(question, "error", error)) {
      Throwable failure = failure(question.ask().apply(juliet.client()));
      if (question.name().equals("Ping.ping of the server")) {
        assertThat(failure).as("an error is a sign of life").isNull();
      } else {
        assertThat(failure).isExactlyInstanceOf(StanzaException.class);
      }
    }
  }

  /** An answer that comes all the same is one that nobody has asked for. */
  @ParameterizedTest
  @MethodSource("questions")
  void what_is_cancelled_is_forgotten(Question question) throws Exception {
    try (ScriptedClient juliet =
        ScriptedClient.builder()
            .with(question.extension())
            .endingAnyhow()
            .bound(
                s ->
                    s.then(question.before())
                        .expectLike("<iq id='{last}'/>")
                        .mark("asked")
                        .expectLike("<iq id='{more}'><ping xmlns='urn:xmpp:ping'/></iq>")
                        .send("<iq type='result' id='{more}'/>")
                        .expectLike("<presence/>")
                        .send(
                            "<iq type='result' id='{last}' from='%s'/>"
                                .formatted(question.asked())))) {
      CompletableFuture<Dropped> dropped = new CompletableFuture<>();
      juliet.client().onDropped(dropped::complete);
      CompletableFuture<?> answer = question.ask().apply(juliet.client());
      // Where requests are chained the server may have the last one before the client has noted it.
      juliet.peer().awaitMark("asked");
      juliet.client().request(Iq.get(SERVER, PING)).get(10, TimeUnit.SECONDS);

      answer.cancel(false);
      juliet.client().send(Presence.available()).get(10, TimeUnit.SECONDS);

      assertThat(dropped.get(10, TimeUnit.SECONDS).reason()).isEqualTo(Dropped.Reason.UNASKED);
    }
  }
}
