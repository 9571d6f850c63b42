package im.linnet.testkit.gateway;

import static im.linnet.testkit.gateway.ComponentServer.CLIENT;
import static im.linnet.testkit.gateway.ComponentServer.USER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.gateway.GatewayEvent.AvatarChanged;
import im.linnet.testkit.gateway.GatewayEvent.CardRequested;
import im.linnet.testkit.gateway.GatewayEvent.NicknameChanged;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** vCards, pictures and nicknames in both directions: e.59 and bad pictures. */
@Timeout(120)
class CardTest {
  private static final String ANN = "ann%hotmail.com@gateway.localhost";
  private static final String GET = "<vCard xmlns='vcard-temp'/>";
  private static final byte[] PICTURE = "a picture".getBytes(UTF_8);

  private static ComponentServer signedOn() throws Exception {
    ComponentServer server = SessionTest.one();
    SessionTest.signOn(server);
    server.readAll();
    return server;
  }

  private static String iq(String type, String to, String content) {
    return "<iq type='"
        + type
        + "' id='c' from='"
        + CLIENT
        + "' to='"
        + to
        + "'>"
        + content
        + "</iq>";
  }

  private static String card(Avatar avatar) {
    return "<iq type='result' from='"
        + ANN
        + "' to='juliet@localhost/balcony' id='c'><vCard xmlns='vcard-temp'>"
        + "<NICKNAME>Ann</NICKNAME>"
        + "<PHOTO><TYPE>"
        + avatar.type()
        + "</TYPE><BINVAL>"
        + Base64.getEncoder().encodeToString(avatar.bytes())
        + "</BINVAL></PHOTO></vCard></iq>";
  }

  @Test
  void announces_and_delivers_pictures() throws Exception {
    Avatar avatar = Avatar.png(7);
    String hash = avatar.hash();
    try (ComponentServer server = signedOn()) {
      GatewayContact ann = server.gateway().contact("ann@hotmail.com");
      ann.avatar(avatar);
      server
          .expect(
              SessionTest.from(
                  ANN,
                  "<x xmlns='vcard-temp:x:update'><photo>"
                      + hash
                      + "</photo><nickname>Ann</nickname></x><x xmlns='jabber:x:avatar'><hash>"
                      + hash
                      + "</hash></x>"))
          .send(iq("get", ANN, GET))
          .expect(card(avatar))
          .send(iq("get", ANN, "<query xmlns='jabber:iq:avatar'/>"));
      assertThat(server.readTo("</iq>")).contains("<data mimetype='image/png'>");
      ann.nickname("Annie");
      assertThat(server.readTo("</presence>")).contains(hash, "<nickname>Annie</nickname>");
      ann.appearance("A", Avatar.png(8));
      assertThat(server.readTo("</presence>"))
          .contains(Avatar.png(8).hash(), "<nickname>A</nickname>");
      server.expectNothing();
      ann.avatar(null);
      server.gateway().settings(s -> s.withDefaultAvatar(Avatar.png(9)));
      assertThat(server.readTo("</presence>")).doesNotContain("<photo>");
      assertThat(ann.avatar()).isNotNull();
      server.send(iq("get", ANN, GET));
      assertThat(server.readTo("</iq>")).contains("<PHOTO>");
      server
          .gateway()
          .events()
          .await(GatewayEvent.CardRead.class, e -> e.of().equals(ANN) && e.user().equals(USER));
    }
  }

  @Test
  void refuses_cards_from_the_gateway_or_from_the_addressee() throws Exception {
    String condition = " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
    try (ComponentServer server = SessionTest.one()) {
      server
          .send(iq("get", ANN, GET))
          .expect(
              "<iq type='error' from='gateway.localhost' to='juliet@localhost/balcony' id='c'>"
                  + "<error type='auth' code='401'><not-authorized"
                  + condition);
      SessionTest.signOn(server);
      server.readAll();
      server
          .send(iq("get", "friend%hotmail.com@gateway.localhost", GET))
          .expect(
              "<iq type='error' from='gateway.localhost' to='juliet@localhost/balcony' id='c'>"
                  + "<error type='cancel' code='404'><recipient-unavailable"
                  + condition)
          .send(iq("set", ANN, GET))
          .expect(
              "<iq type='error' from='gateway.localhost' to='juliet@localhost/balcony' id='c'>"
                  + "<error type='cancel' code='501'><feature-not-implemented"
                  + condition);
      server.gateway().settings(s -> s.withErrorSender(ErrorSender.ADDRESSEE));
      server.send(iq("set", ANN, GET)).expect("<iq type='error' from='" + ANN + "'");
      server.readTo("</iq>");
      server
          .send(iq("get", "gateway.localhost", GET))
          .expect(
              "<iq type='result' from='gateway.localhost' to='juliet@localhost/balcony' id='c'>"
                  + "<vCard xmlns='vcard-temp'><FN>MSN Transport</FN><DESC>MSN Transport</DESC>"
                  + "<URL>http://msn-transport.jabberstudio.org</URL></vCard></iq>");
    }
  }

  @Test
  @DisplayName("e.59: the user's vCard is requested once per session, from GW/msn")
  void takes_the_users_nickname_and_picture() throws Exception {
    try (ComponentServer server = SessionTest.one()) {
      SessionTest.signOn(server);
      server.expect(SessionTest.CARD_REQUEST);
      server.readAll();
      server
          .send(ownCard("1", "Jule"))
          .expect(SessionTest.OWN.replace("juliet</nick", "Jule</nick"))
          .expectNothing();
      assertThat(server.user().nickname()).isEqualTo("Jule");
      assertThat(server.user().avatarHash()).isEqualTo(Avatar.sha1(PICTURE));
      String same = Avatar.sha1(PICTURE).toUpperCase(Locale.ROOT);
      server
          .send(SessionTest.presence(update("<photo>" + same + "</photo><nickname>J</nickname>")))
          .expect(SessionTest.OWN.replace("juliet</nick", "J</nick"))
          .expectNothing();
      assertThat(server.gateway().events().all(CardRequested.class)).hasSize(1);
      server.send(SessionTest.presence(update("<photo>1234</photo>")));
      server.expect(SessionTest.CARD_REQUEST.replace("id='1'", "id='2'"));
      server
          .send("<iq type='error' id='2' from='" + USER + "' to='gateway.localhost/msn'/>")
          .expectNothing();
      assertThat(server.user().avatarHash()).isNull();
      assertThat(server.gateway().events().all(AvatarChanged.class))
          .extracting(AvatarChanged::hash)
          .containsExactly(Avatar.sha1(PICTURE), null);
      assertThat(server.gateway().events().all(NicknameChanged.class))
          .extracting(NicknameChanged::nickname)
          .containsExactly("Jule", "J");
    }
  }

  private static String update(String content) {
    return "<x xmlns='vcard-temp:x:update'>" + content + "</x>";
  }

  private static String ownCard(String id, String nickname) {
    return "<iq type='result' id='"
        + id
        + "' from='"
        + USER
        + "' to='gateway.localhost/msn'><vCard xmlns='vcard-temp'><FN>Juliet C</FN><NICKNAME>"
        + nickname
        + "</NICKNAME><PHOTO><TYPE>image/gif</TYPE><BINVAL>"
        + Base64.getMimeEncoder().encodeToString(PICTURE)
        + "</BINVAL></PHOTO></vCard></iq>";
  }

  @Test
  @DisplayName("wrong hashes, broken base64, SVG and HTML named PNG, large pictures, no answer")
  void delivers_what_is_no_picture() throws Exception {
    try (ComponentServer server = signedOn()) {
      GatewayContact ann = server.gateway().contact("ann@hotmail.com");
      ann.avatar(Avatar.svgNamedPng().withHash("0".repeat(40)));
      assertThat(server.readTo("</presence>")).contains("<photo>" + "0".repeat(40));
      server.send(iq("get", ANN, GET)).expect(card(Avatar.svgNamedPng()));
      ann.avatar(Avatar.htmlNamedPng());
      assertThat(server.readTo("</presence>")).contains(Avatar.htmlNamedPng().hash());
      ann.avatar(Avatar.png(1).withEncoded("not base64!").withType("text/html"));
      server.readTo("</presence>");
      server.send(iq("get", ANN, GET));
      assertThat(server.readTo("</iq>"))
          .contains("<TYPE>text/html</TYPE><BINVAL>not base64!</BINVAL>");
      ann.avatar(Avatar.large(300_000));
      server.readTo("</presence>");
      server.send(iq("get", ANN, GET));
      assertThat(server.readTo("</iq>")).hasSizeGreaterThan(400_000);
      server.gateway().faults(GatewayFault.HASH_IN_UPPER_CASE);
      ann.avatar(Avatar.png(1));
      assertThat(server.readTo("</presence>"))
          .contains(Avatar.png(1).hash().toUpperCase(Locale.ROOT));
      server.gateway().faults(GatewayFault.HASH_OF_NOTHING, GatewayFault.CARD_UNANSWERED);
      ann.avatar(Avatar.png(2));
      assertThat(server.readTo("</presence>")).doesNotContain(Avatar.png(2).hash());
      server.send(iq("get", ANN, GET)).expectNothing();
    }
  }
}
