package im.linnet.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Addresses by prompt (jabber:iq:gateway), and discovery. */
@Timeout(120)
class PromptTest {
  private static final String ANSWER =
      " from='gateway.localhost' to='juliet@localhost/balcony' id='p'>";

  private static String iq(String type, String to, String content) {
    return "<iq type='"
        + type
        + "' id='p' from='juliet@localhost/balcony' to='"
        + to
        + "'>"
        + content
        + "</iq>";
  }

  private static String prompt(String text) {
    String content = "<query xmlns='jabber:iq:gateway'><prompt>" + text + "</prompt></query>";
    return iq("set", "gateway.localhost", content);
  }

  private static String result(String content) {
    return "<iq type='result'"
        + ANSWER
        + "<query xmlns='jabber:iq:gateway'>"
        + content
        + "</query></iq>";
  }

  @Test
  void asks_for_an_address_in_the_language_of_the_request() throws Exception {
    try (ComponentServer server = ComponentServer.start()) {
      String get = iq("get", "gateway.localhost", "<query xmlns='jabber:iq:gateway'/>");
      server
          .send(get)
          .expect(
              result(
                  "<desc>Enter the address of the person on the legacy network.</desc><prompt/>"))
          .send(get.replace("<iq", "<iq xml:lang='de'"));
      assertThat(server.readTo("</iq>")).contains("<desc>Geben Sie die Adresse der Person");
    }
  }

  @Test
  void answers_in_the_wrong_element_like_pymsnt_or_as_xep_0100_has_it() throws Exception {
    String jid = "friend%hotmail.com@gateway.localhost";
    try (ComponentServer server = ComponentServer.start()) {
      server.send(prompt("friend@hotmail.com")).expect(result("<prompt>" + jid + "</prompt>"));
      server.gateway().settings(s -> s.withPromptAnswer(PromptAnswer.JID));
      server.send(prompt("friend@hotmail.com")).expect(result("<jid>" + jid + "</jid>"));
      server.gateway().settings(s -> s.withPromptAnswer(PromptAnswer.BOTH));
      server
          .send(prompt("friend@hotmail.com"))
          .expect(result("<jid>" + jid + "</jid><prompt>" + jid + "</prompt>"));
      server.gateway().settings(s -> s.withAddressForm(AddressForm.ESCAPED));
      server
          .send(prompt("friend@hotmail.com"))
          .expect(
              result("<jid>friend\\40hotmail.com@gateway.localhost</jid>").split("</query>")[0]);
    }
  }

  @Test
  void answers_an_empty_prompt_twice_or_as_xep_0100_has_it() throws Exception {
    String condition = " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
    try (ComponentServer server = ComponentServer.start()) {
      server
          .send(prompt(""))
          .expect(
              "<iq type='error'" + ANSWER + "<error type='modify' code='400'><bad-request",
              condition,
              "<iq type='error'" + ANSWER + "<error type='retry' code='400'><bad-request",
              condition)
          .expectNothing();
      server.gateway().settings(s -> s.withEmptyPrompt(EmptyPrompt.NOT_ACCEPTABLE));
      server
          .send(prompt(""))
          .expect(
              "<iq type='error'" + ANSWER + "<error type='modify' code='406'><not-acceptable",
              condition)
          .expectNothing();
    }
  }

  @Test
  void has_faults() throws Exception {
    try (ComponentServer server = ComponentServer.start()) {
      server.gateway().faults(GatewayFault.PROMPT_UNANSWERED);
      server.send(prompt("a@b")).expectNothing();
      server.gateway().faults(GatewayFault.PROMPT_OF_OTHER_DOMAIN);
      server
          .send(prompt("a@b"))
          .expect(result("<prompt>a%b@gateway.localhost.evil.example</prompt>"));
    }
  }

  @Test
  void describes_itself_its_contacts_and_its_rooms() throws Exception {
    String query = "<query xmlns='http://jabber.org/protocol/disco#info'";
    try (ComponentServer server = ComponentServer.start()) {
      server
          .send(iq("get", "gateway.localhost", query + "/>"))
          .expect(
              "<iq type='result'" + ANSWER + query + ">",
              "<identity category='gateway' type='msn' name='MSN Transport'/>",
              "<identity category='conference' type='text' name='MSN Transport Chatrooms'/>",
              "<feature var='jabber:x:conference'/><feature var='jabber:iq:conference'/>",
              "<feature var='jabber:iq:register'/><feature var='jabber:iq:gateway'/>",
              "<feature var='jabber:iq:version'/>",
              "<feature var='http://jabber.org/protocol/commands'/>",
              "<feature var='vcard-temp'/></query></iq>")
          .send(iq("get", "a%b@gateway.localhost/msn", query + "/>"));
      assertThat(server.readTo("</iq>"))
          .contains("from='a%b@gateway.localhost/msn'", "category='client' type='pc'");
      server.send(iq("get", "r0@gateway.localhost", query + "/>"));
      assertThat(server.readTo("</iq>")).contains("category='conference' type='text'");
      server.gateway().settings(s -> s.withAddressForm(AddressForm.ESCAPED));
      server.send(iq("get", "gateway.localhost", query + "/>"));
      assertThat(server.readTo("</iq>")).contains("<feature var='jid\\20escaping'/>");
    }
  }

  @Test
  void lists_its_command_and_runs_it() throws Exception {
    String items = "<query xmlns='http://jabber.org/protocol/disco#items'";
    String commands = "http://jabber.org/protocol/commands";
    try (ComponentServer server = ComponentServer.start()) {
      server
          .send(iq("get", "gateway.localhost", items + "/>"))
          .expect(
              "<iq type='result'" + ANSWER + items + ">",
              "<item jid='gateway.localhost' node='" + commands + "' name='Commands'/>",
              "</query></iq>")
          .send(iq("get", "gateway.localhost", items + " node='" + commands + "'/>"));
      assertThat(server.readTo("</iq>")).contains("node='stats' name='Statistics'");
      server.send(
          iq("set", "gateway.localhost", "<command xmlns='" + commands + "' node='stats'/>"));
      assertThat(server.readTo("</iq>")).contains("status='completed'", "<value>0</value>");
      server.send(iq("set", "gateway.localhost", "<command xmlns='" + commands + "' node='x'/>"));
      assertThat(server.readTo("</iq>")).contains("<error type='cancel' code='501'>");
    }
  }

  @Test
  void refuses_all_else() throws Exception {
    try (ComponentServer server = ComponentServer.start()) {
      server
          .send(iq("get", "gateway.localhost", "<ping xmlns='urn:xmpp:ping'/>"))
          .expect(
              "<iq type='error'" + ANSWER + "<error type='cancel' code='501'>",
              "<feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>",
              "</error></iq>");
    }
  }
}
