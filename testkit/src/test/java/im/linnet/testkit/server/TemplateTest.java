package im.linnet.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TemplateTest {

  @Test
  void replaces_names_by_values_and_names_in_these() {
    Template template = new Template("a ${b} {c} ${b} $d @HOST@").with("b", "${e}").with("e", 5);
    assertThat(template.complete()).isEqualTo("a 5 {c} 5 $d @HOST@");
  }

  @Test
  void has_no_text_while_a_value_is_missing() {
    assertThatThrownBy(() -> new Template("a ${b} ${c}").with("b", 1).complete())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("${c}");
  }
}
