package im.linnet.vcard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.ServiceProfile;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class VCardsTest {

  private static final Jid JER = Jid.of("jer@jabber.org");
  private static final String GET_OWN = "<iq type='get' id='{id}'><vCard xmlns='vcard-temp'/></iq>";
  private static final String GET_JER =
      "<iq type='get' id='{id}' to='jer@jabber.org'><vCard xmlns='vcard-temp'/></iq>";

  @Test
  void fetches_the_own_card_without_addressee() throws Exception {
    try (ScriptedClient client =
        bound(
            s ->
                s.expect(GET_OWN)
                    .send(
                        "<iq type='result' id='{id}'><vCard xmlns='vcard-temp'>"
                            + "<NICKNAME>me</NICKNAME></vCard></iq>"))) {
      assertThat(get(client.get(VCards.class).own()).nickname()).isEqualTo("me");
    }
  }

  @Test
  void fetches_the_card_of_a_bare_address() throws Exception {
    try (ScriptedClient client =
        bound(
            s ->
                s.expect(GET_JER)
                    .send(
                        "<iq type='result' id='{id}' from='jer@jabber.org'>"
                            + "<vCard xmlns='vcard-temp'><FN>Jer</FN></vCard></iq>"))) {
      VCard card = get(client.get(VCards.class).of(JER.withResource("laptop")));
      assertThat(card.fullName()).isEqualTo("Jer");
    }
  }

  @Test
  void asks_a_room_for_the_card_of_an_occupant() throws Exception {
    try (ScriptedClient client =
        bound(
            s ->
                s.expect(
                        "<iq type='get' id='{id}' to='r@muc.localhost/jer'>"
                            + "<vCard xmlns='vcard-temp'/></iq>")
                    .send("<iq type='result' id='{id}' from='r@muc.localhost/jer'/>"))) {
      Jid occupant = Jid.of("r@muc.localhost/jer");
      assertThat(get(client.get(VCards.class).ofOccupant(occupant)).isEmpty()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<iq type='result' id='{id}' from='jer@jabber.org'><vCard xmlns='vcard-temp'/></iq>",
        "<iq type='result' id='{id}' from='jer@jabber.org'/>",
        "<iq type='error' id='{id}' from='jer@jabber.org'><error type='cancel'>"
            + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
        "<iq type='error' id='{id}' from='jer@jabber.org'><vCard xmlns='vcard-temp'/>"
            + "<error type='cancel'>"
            + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
        "<iq type='error' id='{id}' from='jer@jabber.org'><error type='cancel'>"
            + "<recipient-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
      })
  void takes_every_form_of_no_card_for_an_empty_one(String answer) throws Exception {
    try (ScriptedClient client = bound(s -> s.expect(GET_JER).send(answer))) {
      assertThat(get(client.get(VCards.class).of(JER))).isEqualTo(VCard.empty());
    }
  }

  @Test
  void takes_no_other_payload_for_a_card() throws Exception {
    String answer = "<iq type='result' id='{id}' from='jer@jabber.org'><vcard xmlns='other'/></iq>";
    try (ScriptedClient client = bound(s -> s.expect(GET_JER).send(answer))) {
      assertThatThrownBy(() -> get(client.get(VCards.class).of(JER)))
          .hasCauseInstanceOf(UnreadableAnswerException.class);
    }
  }

  @Test
  void tells_an_error_from_an_absent_card() throws Exception {
    try (ScriptedClient client = bound(s -> s.expect(GET_OWN).send(error("service-unavailable")))) {
      assertThatThrownBy(() -> get(client.get(VCards.class).own()))
          .hasCauseInstanceOf(StanzaException.class)
          .hasMessageContaining("service-unavailable");
    }
  }

  @Test
  void changes_a_card_and_keeps_the_rest() throws Exception {
    try (ScriptedClient client =
        bound(
            s ->
                s.expect(GET_OWN)
                    .send(
                        "<iq type='result' id='{id}'><vCard xmlns='vcard-temp'><FN>Old</FN>"
                            + "<X-ODD a='1'><B/></X-ODD></vCard></iq>")
                    .expect(
                        "<iq type='set' id='{set}'><vCard xmlns='vcard-temp'>"
                            + "<X-ODD a='1'><B/></X-ODD><FN>New</FN></vCard></iq>")
                    .send("<iq type='result' id='{set}'/>"))) {
      VCard stored = get(client.get(VCards.class).change(card -> card.fullName("New")));
      assertThat(stored.fullName()).isEqualTo("New");
    }
  }

  /** Larger than what anybody may send: a picture of 900 KB is 1.2 MB of base64. */
  @Test
  void fetches_a_card_with_a_large_picture() throws Exception {
    byte[] picture = new byte[900_000];
    new Random(54).nextBytes(picture);
    String card =
        "<vCard xmlns='vcard-temp'><PHOTO><TYPE>image/png</TYPE><BINVAL>"
            + Base64.getEncoder().encodeToString(picture)
            + "</BINVAL></PHOTO><FN>Jer</FN></vCard>";
    try (ScriptedClient client =
        bound(
            s ->
                s.answer(
                    request ->
                        "<iq type='result' id='%s' from='jer@jabber.org'>%s</iq>"
                            .formatted(request.attribute("id"), card)))) {
      VCard seen = get(client.get(VCards.class).of(JER));
      assertThat(seen.fullName()).isEqualTo("Jer");
      assertThat(requireNonNull(seen.photo()).bytes()).isEqualTo(picture);
      assertThat(seen.photo(900_000)).isEqualTo(seen.photo());
      assertThat(seen.photo(899_999)).isNull();
    }
  }

  @Test
  void fails_if_the_server_stores_nothing() throws Exception {
    try (ScriptedClient client =
        bound(
            s ->
                s.expectLike("<iq type='set' id='{id}'/>")
                    .send(error("feature-not-implemented")))) {
      assertThatThrownBy(() -> get(client.get(VCards.class).store(VCard.empty())))
          .hasCauseInstanceOf(StanzaException.class)
          .hasMessageContaining("feature-not-implemented");
    }
  }

  @Test
  void sends_nothing_that_the_profile_refuses() throws Exception {
    ServiceProfile readOnly =
        new ServiceProfile() {
          @Override
          public @Nullable String refusal(Stanza stanza) {
            return stanza instanceof Iq iq && iq.type() == Iq.Type.SET ? "Read-only" : null;
          }
        };
    try (ScriptedClient client =
        ScriptedClient.builder().profile(readOnly).with(VCards::new).bound(nothing -> {})) {
      assertThatThrownBy(() -> get(client.get(VCards.class).store(VCard.empty())))
          .hasCauseInstanceOf(RefusedException.class)
          .hasMessageContaining("Read-only");
    }
  }

  /** e.59: a gateway asks the client itself. */
  @Test
  void row_59_answers_a_gateway_with_the_stored_card() throws Exception {
    String card = "<vCard xmlns='vcard-temp'><NICKNAME>me</NICKNAME></vCard>";
    try (ScriptedClient client =
        ScriptedClient.bound(
            it -> new VCards(it, from -> from.domain().equals("msn.localhost")),
            s ->
                s.send(asked("g1", "msn.localhost/msn"))
                    .expect(GET_OWN)
                    .send("<iq type='result' id='{id}'>" + card + "</iq>")
                    .expect("<iq type='result' id='g1' to='msn.localhost/msn'>" + card + "</iq>")
                    .mark("answered"))) {
      client.peer().awaitMark("answered");
      assertThat(client.get(VCards.class).features()).containsExactly("vcard-temp");
    }
  }

  @Test
  void row_59_answers_a_stranger_like_an_absent_resource() throws Exception {
    try (ScriptedClient client =
        ScriptedClient.bound(
            it -> new VCards(it, from -> from.domain().equals("msn.localhost")),
            s ->
                s.send(asked("s1", "stranger@evil.example/x"))
                    .expectLike(
                        "<iq type='error' id='s1' to='stranger@evil.example/x'><error>"
                            + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                            + "</error></iq>")
                    .mark("refused"))) {
      client.peer().awaitMark("refused");
    }
  }

  @Test
  void row_59_says_that_the_own_card_could_not_be_read() throws Exception {
    try (ScriptedClient client =
        ScriptedClient.bound(
            it -> new VCards(it, from -> true),
            s ->
                s.send(asked("g1", "msn.localhost"))
                    .expect(GET_OWN)
                    .send(error("service-unavailable"))
                    .expectLike(
                        "<iq type='error' id='g1' to='msn.localhost'><error>"
                            + "<internal-server-error xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                            + "</error></iq>")
                    .mark("refused"))) {
      client.peer().awaitMark("refused");
    }
  }

  private static String asked(String id, String from) {
    return "<iq type='get' id='%s' from='%s' to='juliet@localhost/balcony'>%s</iq>"
        .formatted(id, from, "<vCard xmlns='vcard-temp'/>");
  }

  private static ScriptedClient bound(Consumer<Script> lines) throws Exception {
    return ScriptedClient.bound(VCards::new, lines);
  }

  private static String error(String condition) {
    return "<iq type='error' id='{id}'><error type='cancel'><"
        + condition
        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }
}
