package im.linnet.references;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.test.Xml;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others say about the reactions that they take. */
class ReactionRestrictionsTest {

  private static final Conversation WITH_ROMEO =
      Conversation.with(Jid.of("juliet@capulet.net"), Jid.of("romeo@love.capulet.net"));

  private static Element form(String type, String fields) {
    return Xml.element(
        ("<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'>"
                + "<value>%s</value></field>%s</x>")
            .formatted(type, fields));
  }

  private static ReactionRestrictions read(String fields) {
    return ReactionRestrictions.of(
        List.of(
            form("urn:other", "<field var='max_reactions_per_user'><value>9</value></field>"),
            form(ReactionRestrictions.FORM_TYPE, fields)));
  }

  private static String most(String value) {
    return "<field var='max_reactions_per_user'><value>" + value + "</value></field>";
  }

  @Test
  void number_and_list_are_honoured() {
    ReactionRestrictions hearts =
        read(most("1") + "<field var='allowlist'><value>💘</value><value>💜</value></field>");
    assertThat(hearts.most()).isEqualTo(1);
    assertThat(hearts.allowed()).containsExactly("💘", "💜");
    Message message =
        Message.chat(Jid.of("juliet@capulet.net"), "hearts only").toBuilder()
            .from(Jid.of("romeo@love.capulet.net/x"))
            .id("m1")
            .build();
    assertThat(WITH_ROMEO.reactionsTo(message, Set.of("💘"), hearts).payload(Reactions.TYPE))
        .isEqualTo(new Reactions("m1", Set.of("💘")));
    assertThat(WITH_ROMEO.reactionsTo(message, Set.of(), hearts)).isNotNull();
    for (Set<String> wrong : List.of(Set.of("👋"), Set.of("💘", "💜"))) {
      assertThat(hearts.allows(wrong)).isFalse();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WITH_ROMEO.reactionsTo(message, wrong, hearts))
          .withMessageContaining("at most 1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "many", "-1", "99999999999", "33"})
  void a_number_that_says_nothing_restricts_nothing(String value) {
    assertThat(read(most(value))).isEqualTo(ReactionRestrictions.none());
    assertThat(read(most(value)).most()).isEqualTo(Reactions.MAX);
  }

  @Test
  void without_the_form_everything_is_allowed() {
    assertThat(ReactionRestrictions.of(List.of())).isEqualTo(ReactionRestrictions.none());
    assertThat(ReactionRestrictions.of(List.of(form("urn:other", most("1")))))
        .isEqualTo(ReactionRestrictions.none());
    assertThat(ReactionRestrictions.none().allows(Set.of("👋", "🐢"))).isTrue();
    assertThat(ReactionRestrictions.none().allowed()).isNull();
  }

  @Test
  void the_list_is_bounded() {
    StringBuilder values = new StringBuilder("<value/><value>" + "x".repeat(65) + "</value>");
    for (int i = 0; i < 2_000; i++) {
      values.append("<value>").append(i).append("</value>");
    }
    assertThat(read("<field var='allowlist'>" + values + "</field>").allowed()).hasSize(1_024);
    assertThat(read("<field var='allowlist'><value/></field>").allowed()).isNull();
  }
}
