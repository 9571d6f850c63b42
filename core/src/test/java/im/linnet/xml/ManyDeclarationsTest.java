package im.linnet.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.xml.StreamParseException.Condition;
import java.util.HashSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scopes of up to the limit of declarations, with Woodstox as a reference. */
@Tag("X46")
class ManyDeclarationsTest {

  private static final int DOCUMENTS = 200;

  private final Random random = new Random(46);
  private final Judge judge = new Judge();

  @Test
  void prefixes_are_shadowed_and_restored_however_many_there_are() {
    for (int i = 0; i < DOCUMENTS; i++) {
      StringBuilder document = new StringBuilder("<s xmlns:p0='u0'>");
      for (int stanza = 0; stanza < 3; stanza++) {
        element(document, 5, Set.of(0));
      }
      byte[] bytes = document.append("</s>").toString().getBytes(UTF_8);

      Parsed ours = Parsed.inChunks(XmlLimits.session(), bytes, 1 + random.nextInt(100));

      assertThat(ours.elements())
          .as(document.toString())
          .isEqualTo(Objects.requireNonNull(judge.of(bytes)).elements());
    }
  }

  /** Declares some prefixes, uses those in scope, and has children that do so too. */
  private void element(StringBuilder out, int levels, Set<Integer> inScope) {
    Set<Integer> known = new HashSet<>(inScope);
    int used = random.nextInt(60);
    Set<Integer> own = new HashSet<>();
    out.append("<a");
    for (int i = random.nextInt(45); i > 0; i--) {
      int prefix = random.nextInt(60);
      if (own.add(prefix)) {
        out.append(" xmlns:p%d='u%d'".formatted(prefix, random.nextInt(100)));
      }
    }
    known.addAll(own);
    out.append(known.contains(used) ? " p" + used + ":b='c'>" : ">");
    known.forEach(prefix -> out.append("<p").append(prefix).append(":d/>"));
    for (int i = random.nextInt(3); i > 0 && levels > 0; i--) {
      element(out, levels - 1, known);
    }
    known.forEach(prefix -> out.append("<p").append(prefix).append(":e/>"));
    out.append("</a>");
  }

  @Test
  void one_declared_twice_or_after_its_scope_is_refused() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      many.append(" xmlns:p").append(i).append("='u'");
    }

    assertThat(Parsed.of("<s><a" + many + " xmlns:p50='v'/></s>").condition())
        .isEqualTo(Condition.NOT_WELL_FORMED);
    assertThat(Parsed.of("<s><a" + many + "/><p50:b/></s>").condition())
        .isEqualTo(Condition.NOT_WELL_FORMED);
    assertThat(
            Parsed.of("<s xmlns:p50='v'><a" + many + "/><p50:b/></s>")
                .elements()
                .get(1)
                .namespace())
        .isEqualTo("v");
  }
}
