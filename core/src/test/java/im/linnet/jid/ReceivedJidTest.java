package im.linnet.jid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that a server has routed, including those that strict parsing refuses. */
final class ReceivedJidTest {

  /**
   * U+1FAE8 is in Unicode 15, U+0378 in no version; U+FE0F and U+200D join an emoji of several
   * characters.
   */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      quoteCharacter = '`',
      value = {
        "room@gw.localhost/\uD83E\uDEE8 Ann, room, gw.localhost, \uD83E\uDEE8 Ann",
        "user@my_domain.example/r, user, my_domain.example, r",
        "_xmpp.example, -, _xmpp.example, -",
        "a@b/, a, b, ``",
        "b/, -, b, ``",
        "a@b/\u0378, a, b, \u0378",
        "a@b/\u2764\uFE0F, a, b, \u2764\uFE0F",
        "a@b/\uD83D\uDC69\u200D\uD83D\uDC67, a, b, \uD83D\uDC69\u200D\uD83D\uDC67",
        "a@b/\uDB40\uDD00, a, b, \uDB40\uDD00",
        "two words@gw.example/x, two words, gw.example, x",
        "\"ann\"@gw.example, \"ann\", gw.example, -",
        "Ann@gw_1.example/x, Ann, gw_1.example, x",
        "a@-b-.example, a, -b-.example, -",
        "a@1.2.3, a, 1.2.3, -",
        "a@b@c/d@e/f, a, b@c, d@e/f",
        "a@@b, a, @b, -",
        "\uD83E\uDEE8@\uD83E\uDEE8.example/\uD83E\uDEE8, \uD83E\uDEE8, \uD83E\uDEE8.example,"
            + " \uD83E\uDEE8"
      })
  void are_kept_as_they_came(String text, String local, String domain, String resource) {
    Jid jid = Jid.received(text);
    assertThat(jid).hasToString(text);
    assertThat(jid.local()).isEqualTo(local);
    assertThat(jid.domain()).isEqualTo(domain);
    assertThat(jid.resource()).isEqualTo(resource);
    assertThat(Jid.received(jid.toString())).isEqualTo(jid).hasSameHashCodeAs(jid);
    assertThat(new JidCache(4).of(text)).isEqualTo(jid);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "juliet@example.com",
        "juliet@example.com/balcony",
        "Juliet@EXAMPLE.com./x",
        "fu\u00DFball@example.com",
        "[::1]/x",
        "xn--fiq228c.example"
      })
  void are_the_same_as_typed_ones_where_these_are_read(String text) {
    assertThat(Jid.received(text)).isEqualTo(Jid.of(text));
  }

  /** A room and its occupant belong together, regardless of the occupant's nickname. */
  @Test
  void have_the_bare_address_that_a_user_types() {
    Jid occupant = Jid.received("Room@GW.localhost/\uD83E\uDEE8");
    assertThat(occupant.bare()).isEqualTo(Jid.of("room@gw.localhost"));
    assertThat(occupant.isSameAccount(Jid.of("room@gw.localhost/x"))).isTrue();
    assertThat(occupant.domainJid()).isEqualTo(Jid.of("gw.localhost"));
    assertThat(occupant.withResource("x")).isEqualTo(Jid.of("room@gw.localhost/x"));
    assertThat(occupant.asciiDomain()).isEqualTo("gw.localhost");
    assertThat(Jid.received("a@my_domain/x").bare()).isEqualTo(Jid.received("a@my_domain"));
  }

  @Test
  void with_an_empty_resource_are_full_and_not_the_bare_ones() {
    Jid jid = Jid.received("a@b/");
    assertThat(jid.isFull()).isTrue();
    assertThat(jid).isNotEqualTo(Jid.of("a@b"));
    assertThat(jid.bare()).isEqualTo(Jid.of("a@b"));
    assertThat(jid).isGreaterThan(Jid.of("a@b")).isLessThan(Jid.of("a@b/x"));
  }

  @Tag("P33")
  @Tag("P35")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "@",
        "/x",
        "a@",
        "a@/x",
        "@b",
        "@b/x",
        "a@b/\u0000",
        "a@b/\n",
        "a@b/\u001b[31m",
        "a@b/\u007f",
        "a@b/\u0085",
        "a\u2028@b",
        "a@b/\u2029",
        "a@b/\u202E",
        "a@b/\u2066",
        "a@b/\uD83E",
        "a@b/\uDEE8",
        "a\uFFFF@b",
        "a@b/\uFFFE"
      })
  void are_refused_where_they_are_none_or_dangerous(String text) {
    assertThatExceptionOfType(InvalidJidException.class).isThrownBy(() -> Jid.received(text));
  }

  @Tag("P34")
  @Test
  void have_3071_bytes_at_most() {
    String longest = "a@b_c/" + "\u00E9".repeat(1532) + "x";
    assertThat(Jid.received(longest)).hasToString(longest);
    for (String longer : new String[] {longest + "y", "a@b_c/" + "x".repeat(1_000_000)}) {
      assertThatExceptionOfType(InvalidJidException.class)
          .isThrownBy(() -> Jid.received(longer))
          .withMessageContaining("too long");
    }
  }

  /** Equality is that of the parts: no text is split in two ways, no address has two texts. */
  @Test
  void are_equal_exactly_if_their_parts_are() {
    Random random = new Random(7);
    String alphabet = "ab_@/.\uFE0F ";
    for (int i = 0; i < 20_000; i++) {
      Jid one = random(random, alphabet);
      Jid other = random(random, alphabet);
      boolean same =
          java.util.Objects.equals(one.local(), other.local())
              && one.domain().equals(other.domain())
              && java.util.Objects.equals(one.resource(), other.resource());
      assertThat(one.equals(other)).isEqualTo(same);
      assertThat(one.compareTo(other) == 0).isEqualTo(same);
    }
  }

  private static Jid random(Random random, String alphabet) {
    while (true) {
      StringBuilder text = new StringBuilder();
      for (int i = 1 + random.nextInt(5); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        return Jid.received(text.toString());
      } catch (InvalidJidException none) {
        // Another one then.
      }
    }
  }
}
