package im.linnet.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import im.linnet.test.Xml;
import im.linnet.xml.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a push service receives. */
class PushPublicationTest {

  private static final String NS = "http://jabber.org/protocol/pubsub";

  private static String form(String attributes, String... fields) {
    StringBuilder x = new StringBuilder("<x xmlns='jabber:x:data' " + attributes + ">");
    for (int i = 0; i < fields.length; i += 2) {
      x.append("<field var='%s'><value>%s</value></field>".formatted(fields[i], fields[i + 1]));
    }
    return x + "</x>";
  }

  private static Element notification(String content) {
    return Xml.element("<notification xmlns='urn:xmpp:push:0'>" + content + "</notification>");
  }

  private static Element publication(String publish, String options) {
    return Xml.element("<pubsub xmlns='" + NS + "'>" + publish + options + "</pubsub>");
  }

  private static final String OPTIONS =
      "<publish-options>"
          + form("type='submit'", "FORM_TYPE", NS + "#publish-options", "secret", "s3")
          + "</publish-options>";

  /** Of the type that the XEP's example leaves out, of Prosody's and of ejabberd's. */
  @ParameterizedTest
  @ValueSource(strings = {"", "type='form'", "type='submit'", "type='result'"})
  void a_summary_is_read_from_a_form_of_any_kind(String type) {
    String summary =
        form(
            type,
            "FORM_TYPE",
            "urn:xmpp:push:summary",
            "message-count",
            "3",
            "pending-subscription-count",
            "0",
            "last-message-sender",
            "romeo@example.net/orchard",
            "last-message-body",
            "Wherefore?");
    PushNotification read =
        PushNotification.of(notification("<more xmlns='urn:example'/>" + summary));
    assertThat(read.messageCount()).isEqualTo(3);
    assertThat(read.pendingSubscriptionCount()).isZero();
    assertThat(read.lastMessageSender()).isEqualTo(Jid.of("romeo@example.net/orchard"));
    assertThat(read.lastMessageBody()).isEqualTo("Wherefore?");
    assertThat(read.toElement().child("more", "urn:example")).isNotNull();
    assertThat(read.toString()).doesNotContain("Wherefore", "romeo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<x xmlns='jabber:x:data' type='submit'/>",
        "<x xmlns='jabber:x:data' type='nonsense'/>",
        "<x xmlns='jabber:x:data' type='form'>"
            + "<field var='FORM_TYPE'><value>urn:xmpp:push:summary</value></field>"
            + "<field var='message-count'/><field var='pending-subscription-count'><value/></field>"
            + "<field var='last-message-sender'><value/></field>"
            + "<field var='last-message-body'><value/></field></x>",
        "<x xmlns='jabber:x:data' type='form'>"
            + "<field var='FORM_TYPE'><value>urn:xmpp:push:summary</value></field>"
            + "<field var='message-count'><value>many</value></field>"
            + "<field var='pending-subscription-count'><value>-1</value></field>"
            + "<field var='last-message-sender'><value>@</value></field></x>",
        "<x xmlns='jabber:x:data' type='form'>"
            + "<field var='FORM_TYPE'><value>urn:other</value></field>"
            + "<field var='message-count'><value>1</value></field></x>"
      })
  void an_empty_or_malformed_summary_says_nothing(String content) {
    PushNotification read = PushNotification.of(notification(content));
    assertThat(read.messageCount()).isNull();
    assertThat(read.pendingSubscriptionCount()).isNull();
    assertThat(read.lastMessageSender()).isNull();
    assertThat(read.lastMessageBody()).isNull();
  }

  @Test
  void a_publication_has_node_and_secret() {
    Element element =
        publication(
            "<publish node='node1'><item><notification xmlns='urn:xmpp:push:0'/></item></publish>",
            OPTIONS);
    PushPublication read = PushPublication.of(element);
    assertThat(read.node()).isEqualTo("node1");
    assertThat(read.secret()).isEqualTo("s3");
    assertThat(read.notification().summary()).isNull();
    assertThat(read.toElement()).isEqualTo(element);
    assertThat(read).isEqualTo(PushPublication.of(element)).doesNotHaveToString("s3");
    assertThat(read.toString()).doesNotContain("s3");
  }

  @Test
  void a_publication_may_have_neither() {
    PushPublication read =
        PushPublication.of(
            publication(
                "<publish><item><notification xmlns='urn:xmpp:push:0'/></item></publish>",
                "<publish-options><x xmlns='jabber:x:data' type='?'/></publish-options>"));
    assertThat(read.node()).isNull();
    assertThat(read.secret()).isNull();
    assertThat(read.options()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<publish node='node1'/>",
        "<publish node='node1'><item/></publish>",
        "<publish node='node1'><item><notification xmlns='urn:other'/></item></publish>",
        "<retract node='node1'><item><notification xmlns='urn:xmpp:push:0'/></item></retract>"
      })
  void other_requests_are_malformed(String content) {
    assertThatThrownBy(() -> PushPublication.of(publication(content, OPTIONS)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(PushPublication.TYPE.in(Xml.element("<iq xmlns='jabber:client'/>"))).isNull();
  }
}
