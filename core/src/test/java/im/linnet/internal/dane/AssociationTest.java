package im.linnet.internal.dane;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.internal.dane.Association.Matching;
import im.linnet.internal.dane.Association.Selector;
import im.linnet.internal.dane.Association.Usage;
import im.linnet.testkit.tls.TestCertificates;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.TLSARecord;

/** What a TLSA record says, and which of several count. */
@Timeout(120)
class AssociationTest {

  private static final TestCertificates ROOT = TestCertificates.create();
  private static final X509Certificate OURS = ROOT.server("im.example.test").certificate();
  private static final X509Certificate OTHER = ROOT.server("im.example.test").certificate();

  private static TLSARecord record(int usage, int selector, int matching, byte[] data) {
    return new TLSARecord(Name.root, DClass.IN, 60, usage, selector, matching, data);
  }

  /** What the record has to hold, made without the library's help. */
  private static byte[] data(int selector, int matching, X509Certificate of) throws Exception {
    byte[] selected = selector == 0 ? of.getEncoded() : of.getPublicKey().getEncoded();
    return switch (matching) {
      case 1 -> MessageDigest.getInstance("SHA-256").digest(selected);
      case 2 -> MessageDigest.getInstance("SHA-512").digest(selected);
      default -> selected;
    };
  }

  private static List<Association> usable(TLSARecord... records) {
    return Association.usable(List.of(records));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0,1", "0,2", "1,0", "1,1", "1,2"})
  void matches_one_certificate_and_no_other(int selector, int matching) throws Exception {
    List<Usage> usages = List.of(Usage.values());
    for (int usage = 0; usage < usages.size(); usage++) {
      Association one =
          usable(record(usage, selector, matching, data(selector, matching, OURS))).get(0);
      assertThat(one.usage()).isEqualTo(usages.get(usage));
      assertThat(one.selector()).isEqualTo(List.of(Selector.values()).get(selector));
      assertThat(one.matching()).isEqualTo(List.of(Matching.values()).get(matching));
      assertThat(one.matches(OURS)).isTrue();
      assertThat(one.matches(OTHER)).isFalse();
    }
  }

  @Test
  void a_key_is_the_same_in_a_renewed_certificate() throws Exception {
    X509Certificate renewed =
        ROOT.request()
            .dns("im.example.test")
            .keyOf(ROOT.server("im.example.test"))
            .issue()
            .certificate();
    Association key = usable(record(3, 1, 1, data(1, 1, renewed))).get(0);
    assertThat(key.matches(renewed)).isTrue();
    assertThat(key.certificate()).isEmpty();
  }

  @Test
  void what_is_not_understood_is_left_out() throws Exception {
    byte[] hash = data(1, 1, OURS);
    assertThat(
            usable(
                record(4, 1, 1, hash),
                record(255, 1, 1, hash),
                record(3, 2, 1, hash),
                record(3, 255, 1, hash),
                record(3, 1, 3, hash),
                record(3, 1, 255, hash)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,31", "1,33", "1,64", "2,1", "2,32", "2,63", "2,65"})
  void a_hash_of_another_length_is_left_out(int matching, int length) {
    assertThat(usable(record(3, 1, matching, new byte[length]))).isEmpty();
  }

  /** RFC 7671, section 9: who can find a collision of the weaker hash must gain nothing. */
  @Test
  void of_hashes_of_one_kind_the_strongest_counts() throws Exception {
    TLSARecord weak = record(3, 1, 1, data(1, 1, OTHER));
    TLSARecord strong = record(3, 1, 2, data(1, 2, OURS));
    assertThat(usable(weak, strong))
        .extracting(Association::matching)
        .containsExactly(Matching.SHA2_512);
    assertThat(usable(strong, weak))
        .extracting(Association::matching)
        .containsExactly(Matching.SHA2_512);
  }

  @Test
  void hashes_of_other_kinds_and_whole_certificates_count_beside_it() throws Exception {
    assertThat(
            usable(
                record(3, 1, 2, data(1, 2, OURS)),
                record(3, 0, 1, data(0, 1, OURS)),
                record(2, 1, 1, data(1, 1, OURS)),
                record(3, 1, 0, data(1, 0, OURS))))
        .hasSize(4);
  }

  @Test
  void a_whole_certificate_can_be_read() throws Exception {
    assertThat(usable(record(2, 0, 0, data(0, 0, OURS))).get(0).certificate()).contains(OURS);
    assertThat(usable(record(2, 0, 0, new byte[] {1, 2, 3})).get(0).certificate()).isEmpty();
    assertThat(usable(record(2, 1, 0, data(1, 0, OURS))).get(0).certificate()).isEmpty();
  }

  @Test
  void no_more_than_so_many_are_compared() {
    List<TLSARecord> many = new ArrayList<>();
    IntStream.range(0, 1000)
        .forEach(i -> many.add(record(3, 1, 0, new byte[] {(byte) i, (byte) (i >> 8)})));
    assertThat(Association.usable(many)).hasSize(Association.MAX);
  }
}
