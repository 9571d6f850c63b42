package im.linnet.gateway;

import static im.linnet.gateway.Scripts.GW;
import static im.linnet.gateway.Scripts.gatewayTo;
import static im.linnet.gateway.Scripts.info;
import static im.linnet.gateway.Scripts.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.Dropped;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.jid.Jid;
import im.linnet.roster.Contact;
import im.linnet.roster.Roster;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts, and the addresses of contacts (XEP-0100, section 6.3; XEP-0106). */
@Timeout(120)
class NamesTest {

  private static final Jid GATEWAY = Jid.of(GW);

  private static final String QUERY = "<query xmlns='jabber:iq:gateway'>%s</query>";

  private static String answer(String content) {
    return "<iq type='result' from='%s' id='{ask}'>%s</iq>".formatted(GW, QUERY.formatted(content));
  }

  private static String error(String id, String attributes, String condition) {
    return "<iq type='error' from='%s' id='%s'><error %s>".formatted(GW, id, attributes)
        + "<%s xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>".formatted(condition);
  }

  private static void asks(Script script, String name) {
    info(script, GW, gatewayTo("msn"), "jabber:iq:gateway");
    script.expectLike(
        "<iq type='set' to='%s' id='{ask}'>%s</iq>"
            .formatted(GW, QUERY.formatted("<prompt>" + name + "</prompt>")));
  }

  @Test
  void a_prompt_with_its_texts_on_one_line() {
    try (ScriptedClient it =
        Scripts.client(
            "",
            s ->
                s.expectLike(
                        "<iq type='get' to='%s' id='{ask}'>%s</iq>"
                            .formatted(GW, QUERY.formatted("")))
                    .send(
                        answer(
                            "<desc>\n  Please enter the\n  address.\n</desc>"
                                + "<prompt>Contact ID</prompt>"))
                    .expectLike("<iq type='get' to='%s' id='{ask}' xml:lang='de'/>".formatted(GW))
                    .send(answer("<desc>Adresse</desc><prompt/>")))) {
      Gateways gateways = it.get(Gateways.class);

      assertThat(gateways.prompt(GATEWAY).join())
          .isEqualTo(new Prompt("Please enter the address.", "Contact ID"));
      assertThat(gateways.prompt(Jid.of("friend@" + GW + "/msn"), "de").join())
          .isEqualTo(new Prompt("Adresse", null));
      assertThatThrownBy(() -> gateways.prompt(GATEWAY, "\u0007").join())
          .hasCauseInstanceOf(RefusedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<iq/>",
        "<query xmlns='jabber:iq:gateway'/>",
        "<query xmlns='other'><desc>x</desc></query>"
      })
  void an_answer_without_a_prompt_can_not_be_read(String content) {
    try (ScriptedClient it =
        Scripts.client(
            "",
            s ->
                s.expectLike("<iq type='get' to='%s' id='{ask}'/>".formatted(GW))
                    .send(
                        "<iq type='result' from='%s' id='{ask}'>%s</iq>".formatted(GW, content)))) {
      assertThatThrownBy(() -> it.get(Gateways.class).prompt(GATEWAY).join())
          .hasCauseInstanceOf(UnreadableAnswerException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<prompt>friend%hotmail.com@msn.example.com</prompt>",
        "<jid>friend%hotmail.com@msn.example.com</jid>",
        "<prompt>x@msn.example.com</prompt><jid> friend%hotmail.com@msn.example.com </jid>",
        "<jid/><prompt>friend%hotmail.com@MSN.example.com</prompt>",
        "<jid>friend%hotmail.com@msn.example.com/msn</jid>"
      })
  void an_address_from_jid_or_else_from_prompt(String content) {
    try (ScriptedClient it =
        Scripts.client(
            "",
            s -> {
              asks(s, "friend@hotmail.com");
              s.send(answer(content));
            })) {
      assertThat(it.get(Gateways.class).address(GATEWAY, "friend@hotmail.com").join())
          .isEqualTo(Jid.of("friend%hotmail.com@msn.example.com"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<jid>friend@evil.example</jid>",
        "<jid>friend@evil.example</jid><prompt>friend%hotmail.com@msn.example.com</prompt>",
        "<jid>friend@msn.example.com.evil.example</jid>",
        "<jid>msn.example.com</jid>",
        "<jid>@</jid>",
        "<jid/>",
        "<prompt> </prompt>",
        "<desc>What?</desc>",
        ""
      })
  @DisplayName("d.4: an address at another domain, none at all, or none that is an address")
  void another_domain_or_no_address_can_not_be_used(String content) {
    try (ScriptedClient it =
        Scripts.client(
            "",
            s -> {
              asks(s, "friend@hotmail.com");
              s.send(answer(content));
            })) {
      assertThatThrownBy(() -> it.get(Gateways.class).address(GATEWAY, "friend@hotmail.com").join())
          .hasCauseInstanceOf(UnreadableAnswerException.class);
    }
  }

  /** As PyMSNt sends them: the second has an unknown type. */
  @Test
  @DisplayName("d.4: two errors for one empty prompt")
  void two_errors_for_one_empty_prompt_end_the_request_once() throws Exception {
    CompletableFuture<Dropped> dropped = new CompletableFuture<>();
    try (ScriptedClient it =
        Scripts.client(
            "",
            s -> {
              asks(s, "");
              s.send(error("{ask}", "type='modify' code='406'", "not-acceptable"))
                  .send(error("{ask}", "type='retry'", "not-acceptable"))
                  .expectLike("<iq type='set' to='%s' id='{ask}'/>".formatted(GW))
                  .send(answer("<jid>a@msn.example.com</jid>"));
            })) {
      it.client().onDropped(dropped::complete);
      Gateways gateways = it.get(Gateways.class);

      assertThatThrownBy(() -> gateways.address(GATEWAY, "").join())
          .hasCauseInstanceOf(StanzaException.class)
          .hasMessageContaining("not-acceptable");
      assertThat(dropped.get(30, TimeUnit.SECONDS).reason()).isEqualTo(Dropped.Reason.UNASKED);
      assertThat(gateways.address(GATEWAY, "a").join()).isEqualTo(Jid.of("a@msn.example.com"));
      assertThat(it.client().dropped()).isEqualTo(1);
    }
  }

  @Test
  void escapes_where_the_gateway_says_so_and_asks_nobody() {
    try (ScriptedClient it =
        Scripts.client(
            "", s -> info(s, GW, gatewayTo("msn"), "jabber:iq:gateway", "jid\\20escaping"))) {
      Gateways gateways = it.get(Gateways.class);
      gateways.lookUp(GATEWAY).join();
      Jid address = gateways.address(GATEWAY, "d'artagnan@hotmail.com").join();

      assertThat(address).hasToString("d\\27artagnan\\40hotmail.com@msn.example.com");
      assertThat(gateways.displayName(address)).isEqualTo("d'artagnan@hotmail.com");
      assertThat(gateways.displayName(Jid.of("d\\27a@else.example"))).isEqualTo("d\\27a");
      assertThat(gateways.displayName(GATEWAY)).isEqualTo(GW);
      assertThatThrownBy(() -> gateways.address(GATEWAY, " a").join())
          .hasCauseInstanceOf(RefusedException.class);
    }
  }

  @Test
  @DisplayName("e.55: a roster with 5,000 escaped addresses")
  void a_large_roster_of_escaped_addresses() {
    List<String> names =
        IntStream.range(0, 5_000).mapToObj("o'hara \"%d\"@hotmail.com"::formatted).toList();
    StringBuilder items = new StringBuilder(item(GW, "both"));
    names.forEach(
        name -> items.append(item(EscapedName.escape(name).at(GATEWAY).toString(), "both")));
    try (ScriptedClient it =
        Scripts.client(items.toString(), s -> info(s, GW, gatewayTo("msn"), "jid\\20escaping"))) {
      Gateways gateways = it.get(Gateways.class);
      gateways.lookUp(GATEWAY).join();

      List<Contact> contacts = it.get(Roster.class).contacts();
      assertThat(contacts.subList(1, contacts.size()))
          .extracting(contact -> gateways.displayName(contact.jid()))
          .isEqualTo(names);
      assertThat(gateways.gateways()).extracting(Gateway::jid).containsExactly(GATEWAY);
    }
  }

  @Test
  void asks_a_gateway_that_says_nothing_about_itself() {
    try (ScriptedClient it =
        Scripts.client(
            "",
            s ->
                s.expectLike("<iq type='get' to='%s' id='{info}'/>".formatted(GW))
                    .send(error("{info}", "type='cancel'", "feature-not-implemented"))
                    .expectLike("<iq type='set' to='%s' id='{ask}'/>".formatted(GW))
                    .send(error("{ask}", "type='cancel'", "feature-not-implemented"))
                    .expectLike("<iq type='get' to='%s' id='{info}'/>".formatted(GW))
                    .send(error("{info}", "type='cancel'", "feature-not-implemented")))) {
      Gateways gateways = it.get(Gateways.class);
      assertThatThrownBy(() -> gateways.address(GATEWAY, "a@b").join())
          .hasCauseInstanceOf(StanzaException.class);
      assertThatThrownBy(() -> gateways.address(GATEWAY, "\u0007").join())
          .hasCauseInstanceOf(RefusedException.class);
    }
  }

  /** How it fails: with the exception itself, and cancelling it forgets the request. */
  @Test
  void cancelling_forgets_the_request() {
    try (ScriptedClient it =
        Scripts.client(
            "",
            s -> {
              asks(s, "a");
              s.mark("asked");
            })) {
      CompletableFuture<Jid> address = it.get(Gateways.class).address(GATEWAY, "a");
      it.peer().awaitMark("asked");

      assertThat(address.cancel(false)).isTrue();
    }
  }
}
