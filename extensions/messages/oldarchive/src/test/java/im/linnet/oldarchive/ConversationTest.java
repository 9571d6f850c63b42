package im.linnet.oldarchive;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.xml.Element;
import im.linnet.xml.Languages;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Conversations and their messages as values. */
class ConversationTest {

  private static final String NAMESPACE = "urn:xmpp:archive";

  private static Element chat(String with, String start) {
    return Element.builder("chat", NAMESPACE)
        .attribute("with", with)
        .attribute("start", start)
        .build();
  }

  @Test
  void conversations_are_equal_if_all_parts_are() {
    Element chat = chat("juliet@capulet.com", "1469-07-21T02:56:15Z");
    assertThat(Conversation.of(chat))
        .isEqualTo(Conversation.of(chat))
        .hasSameHashCodeAs(Conversation.of(chat))
        .isNotEqualTo(Conversation.of(chat("romeo@montague.net", "1469-07-21T02:56:15Z")))
        .isNotEqualTo(Conversation.of(chat("juliet@capulet.com", "1469-07-21T02:56:16Z")))
        .isNotEqualTo(Conversation.of(chat.toBuilder().attribute("subject", "s").build()))
        .isNotEqualTo(Conversation.of(chat.toBuilder().attribute("thread", "t").build()));
  }

  @Test
  void messages_are_equal_if_all_parts_are_and_show_no_text() {
    Element from = Element.builder("from", NAMESPACE).child("body", "s3cret").build();
    Element to = Element.builder("to", NAMESPACE).child("body", "s3cret").build();
    ArchivedMessage message = message(from, Instant.EPOCH);
    assertThat(message)
        .isEqualTo(message(from, Instant.EPOCH))
        .hasSameHashCodeAs(message(from, Instant.EPOCH))
        .isNotEqualTo(message(to, Instant.EPOCH))
        .isNotEqualTo(message(from, Instant.MAX));
    assertThat(message.body()).isEqualTo("s3cret");
    assertThat(message.toString()).doesNotContain("s3cret");
  }

  private static ArchivedMessage message(Element element, Instant time) {
    return ArchivedMessage.of(element, time, new Languages(List.of()));
  }
}
