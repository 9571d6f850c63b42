package im.linnet.jidlookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "mary@contoso.com, mary@contoso.com",
        "Mary.Smith+tag@CONTOSO.com, mary.smith+tag@contoso.com",
        "o'brien@contoso.com, o\\27brien@contoso.com",
        "a/b&c@contoso.com, a\\2fb\\26c@contoso.com",
        "\"a b\"@contoso.com, \\22a\\20b\\22@contoso.com",
        "\"a@b\"@contoso.com, \\22a\\40b\\22@contoso.com",
        "c:<d>@contoso.com, c\\3a\\3cd\\3e@contoso.com",
        "a\\27b@contoso.com, a\\5c27b@contoso.com",
        "a\\5Cb@contoso.com, a\\5c5cb@contoso.com",
        "a\\b@contoso.com, a\\b@contoso.com",
        "a\\2@contoso.com, a\\2@contoso.com",
        "a\\@contoso.com, a\\@contoso.com",
      })
  void escapes_what_a_localpart_may_not_hold(String email, String jid) {
    assertThat(EmailAddress.toJid(email)).hasToString(jid);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mary",
        "@contoso.com",
        "mary@",
        "mary @contoso.com",
        " mary@contoso.com",
        "mary@contoso com",
        "mary@contoso.com/x",
        "ma\u0000ry@contoso.com",
        "ma\nry@contoso.com"
      })
  void refuses_what_is_no_email_address(String email) {
    assertThatThrownBy(() -> EmailAddress.toJid(email))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
