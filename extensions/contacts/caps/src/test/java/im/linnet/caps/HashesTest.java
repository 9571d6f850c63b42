package im.linnet.caps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.caps.CapsHash.Version;
import im.linnet.disco.DiscoInfo;
import im.linnet.disco.Identity;
import im.linnet.test.Xml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of both specifications, and answers that have no hash or prove nothing. */
class HashesTest {

  private static final String INFO =
      "<query xmlns='http://jabber.org/protocol/disco#info'>%s</query>";
  private static final String BOT = "<identity category='client' type='bot'/>";

  private static String hash(Version version, String algorithm, String query) {
    return CapsHash.of(version, algorithm, DiscoInfo.of(Xml.element(query))).value();
  }

  @Test
  void the_examples_of_xep_0115() {
    assertThat(hash(Version.V1, "sha-1", Examples.EXODUS))
        .isEqualTo("QgayPKawpkPSDYmwT/WM94uAlu0=");
    assertThat(hash(Version.V1, "sha-1", Examples.PSI)).isEqualTo("q07IKJEyjvHSyhy//CH0CxmKi8w=");
  }

  @Test
  void the_examples_of_xep_0390() {
    assertThat(hash(Version.V2, "sha-256", Examples.BOMBUS))
        .isEqualTo("kzBZbkqJ3ADrj7v08reD1qcWUwNGHaidNUgD7nHpiw8=");
    assertThat(hash(Version.V2, "sha3-256", Examples.BOMBUS))
        .isEqualTo("79mdYAfU9rEdTOcWDO7UEAt6E56SUzk/g6TnqUeuD9Q=");
    assertThat(hash(Version.V2, "sha-256", Examples.TKABBER))
        .isEqualTo("u79ZroNJbdSWhdSp311mddz44oHHPsEBntQ5b1jqBSY=");
    assertThat(hash(Version.V2, "sha3-256", Examples.TKABBER))
        .isEqualTo("XpUJzLAc93258sMECZ3FJpebkzuyNXDzRNwQog8eycg=");
  }

  @Test
  void text_is_sorted_by_its_octets() {
    // In UTF-16 the order of these two is the other one.
    String high = "\ud83d\ude00";
    String low = "\uff5e";
    DiscoInfo one = DiscoInfo.of(List.of(new Identity("client", "bot")), Set.of(high, low));
    assertThat(new String(VerificationInput.of(one.toElement()), StandardCharsets.UTF_8))
        .isEqualTo("client/bot//<" + low + "<" + high + "<");
  }

  @ParameterizedTest
  @CsvSource({"V1,md5", "V1,''", "V2,sha-1", "V2,SHA-256", "V2,blake2b-256"})
  void other_hash_functions_are_refused(Version version, String algorithm) {
    DiscoInfo info = DiscoInfo.of(List.of(), Set.of());
    assertThatIllegalArgumentException().isThrownBy(() -> CapsHash.of(version, algorithm, info));
  }

  private static boolean isVerified(Version version, String query) {
    var element = Xml.element(query);
    String value;
    try {
      value = HashFunction.SHA_256.hash(version, element);
    } catch (IllegalArgumentException illFormed) {
      value = "none";
    }
    return Verified.of(new CapsHash(version, "sha-256", value), element) != null;
  }

  /** XEP-0115, section 5.4, 3.3 to 3.5. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        BOT + BOT,
        BOT + "<feature var='a'/><feature var='a'/>",
        BOT + "<feature/>",
        BOT + "<identity category='client'/>",
        BOT
            + "<x xmlns='jabber:x:data'><field var='FORM_TYPE' type='hidden'><value>a</value>"
            + "<value>b</value></field></x>",
        BOT
            + "<x xmlns='jabber:x:data'><field var='FORM_TYPE'"
            + " type='hidden'><value>a</value></field></x><x xmlns='jabber:x:data'><field"
            + " var='FORM_TYPE' type='hidden'><value>a</value></field></x>"
      })
  void ill_formed_answers_have_no_hash(String content) {
    var query = Xml.element(INFO.formatted(content));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HashFunction.SHA_1.hash(Version.V1, query));
    assertThat(isVerified(Version.V1, INFO.formatted(content))).isFalse();
  }

  /** XEP-0115, section 5.4, 3.6. */
  @Test
  void forms_without_a_hidden_type_do_not_count() {
    String form =
        "<x xmlns='jabber:x:data'><field var='FORM_TYPE'><value>urn:a</value></field></x>"
            + "<x xmlns='jabber:x:data'><field var='os'><value>Mac</value></field></x>";
    String with = INFO.formatted(BOT + form);
    assertThat(hash(Version.V1, "sha-1", with))
        .isEqualTo(hash(Version.V1, "sha-1", INFO.formatted(BOT)));
    assertThat(isVerified(Version.V1, with)).isTrue();
  }

  /** XEP-0390, section 4.1. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<other xmlns='urn:a'/>",
        "<x xmlns='jabber:x:data'><field var='os'><value>Mac</value></field></x>",
        "<x xmlns='jabber:x:data'><field var='FORM_TYPE' type='hidden'><value>a</value></field>"
            + "<item/></x>",
        "<x xmlns='jabber:x:data'><field var='FORM_TYPE' type='hidden'><value>a</value></field>"
            + "<reported/></x>"
      })
  void what_is_no_plain_answer_has_no_second_hash(String content) {
    assertThat(isVerified(Version.V2, INFO.formatted(BOT + content))).isFalse();
  }

  /** These have the hash of an honest answer, with a feature missing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<identity category='client' type='bot'/><feature var='urn:a&lt;urn:b'/>",
        "<identity category='client' type='bot'/><x xmlns='jabber:x:data'><field var='FORM_TYPE'"
            + " type='hidden'><value>urn:a</value></field><field var='urn:b'/></x>",
        "<identity category='client' type='bot' name='&lt;urn:a&lt;urn:b'/>"
      })
  void made_up_answers_prove_nothing(String content) {
    assertThat(isVerified(Version.V1, INFO.formatted(content))).isFalse();
    assertThat(isVerified(Version.V2, INFO.formatted(content))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<identity category='http:' type='' xml:lang='example.org' name='a'/>",
        "<identity category='client' type='bot/en'/>",
        "<identity category='client' type='bot' xml:lang='en/x'/>",
        "<identity category='client' type='bot'/><feature var='client/pc/en/x'/>",
        "<feature var='urn:a'/>"
      })
  void what_can_be_an_identity_or_a_feature_proves_nothing(String content) {
    assertThat(isVerified(Version.V1, INFO.formatted(content))).isFalse();
  }

  @Test
  void the_memory_is_bounded_by_number_and_size() {
    CapsMemory memory = new CapsMemory(3, 10_000);
    for (int i = 0; i < 10; i++) {
      memory.store(new CapsHash(Version.V1, "sha-1", "h" + i), DiscoInfo.of(List.of(), Set.of()));
      assertThat(memory.find(new CapsHash(Version.V1, "sha-1", "h" + i)).join()).isPresent();
    }
    assertThat(memory.size()).isEqualTo(3);
    DiscoInfo large = DiscoInfo.of(List.of(), Set.of("f".repeat(20_000)));
    memory.store(new CapsHash(Version.V1, "sha-1", "large"), large);
    assertThat(memory.size()).isZero();
  }
}
