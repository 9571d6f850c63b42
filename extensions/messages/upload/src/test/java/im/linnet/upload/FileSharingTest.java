package im.linnet.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.test.Xml;
import im.linnet.upload.FileSharing.Disposition;
import im.linnet.xml.Element;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The elements of XEP-0446 and XEP-0447. */
class FileSharingTest {

  private static final String SUMMIT =
      "<file-sharing xmlns='urn:xmpp:sfs:0' disposition='inline' id='a'><file"
          + " xmlns='urn:xmpp:file:metadata:0'><media-type>image/jpeg</media-type>"
          + "<name>summit.jpg</name><date>2015-07-26T20:46:00Z</date><size>3032449</size>"
          + "<width>4096</width><height>2160</height><length>63000</length><desc>Photo from the"
          + " summit.</desc><hash xmlns='urn:xmpp:hashes:2'"
          + " algo='sha3-256'>2XarmwTlNxDAMkvymloX3S5+VbylNrJt/l5QyPa+YoU=</hash><hash"
          + " xmlns='urn:xmpp:hashes:2'"
          + " algo='id-blake2b256'>2AfMGH8O7UNPTvUVAM9aK13mpCY=</hash><thumbnail"
          + " xmlns='urn:xmpp:thumbs:1' uri='cid:x'"
          + " media-type='image/png'/></file><sources><url-data"
          + " xmlns='http://jabber.org/protocol/url-data'"
          + " target='https://download.montague.lit/4a77/summit.jpg'/><jinglepub"
          + " xmlns='urn:xmpp:jinglepub:1' from='romeo@montague.lit/resource'/>"
          + "</sources></file-sharing>";

  @Test
  void the_example_is_read_and_written() {
    Element element = Xml.element(SUMMIT);
    FileSharing shared = FileSharing.of(element);
    assertThat(shared.id()).isEqualTo("a");
    assertThat(shared.disposition()).isEqualTo(Disposition.INLINE);
    assertThat(shared.urls())
        .containsExactly(URI.create("https://download.montague.lit/4a77/summit.jpg"));
    assertThat(shared.otherSources()).hasSize(1);
    FileMetadata file = shared.file();
    assertThat(file.name()).isEqualTo("summit.jpg");
    assertThat(file.mediaType()).isEqualTo("image/jpeg");
    assertThat(file.size()).isEqualTo(3032449);
    assertThat(file.date()).isEqualTo(Instant.parse("2015-07-26T20:46:00Z"));
    assertThat(file.width()).isEqualTo(4096);
    assertThat(file.height()).isEqualTo(2160);
    assertThat(file.length()).isEqualTo(Duration.ofSeconds(63));
    assertThat(file.description()).isEqualTo("Photo from the summit.");
    assertThat(file.hashes()).extracting(FileHash::algorithm).contains("sha3-256");
    assertThat(file.hashes().get(0).value())
        .isEqualTo(Base64.getDecoder().decode("2XarmwTlNxDAMkvymloX3S5+VbylNrJt/l5QyPa+YoU="));
    assertThat(file.thumbnails()).hasSize(1);
    assertThat(shared.toElement()).isEqualTo(element);
    assertThat(file.toBuilder().build()).isEqualTo(file);
    assertThat(shared)
        .hasSameHashCodeAs(FileSharing.of(element))
        .isEqualTo(FileSharing.of(element));
    assertThat(shared.toString()).doesNotContain("4a77");
  }

  @Tag("X49")
  @Test
  void what_is_malformed_is_left_out() {
    FileMetadata file =
        FileMetadata.of(
            Xml.element(
                "<file xmlns='urn:xmpp:file:metadata:0'><size>-1</size><width>many</width>"
                    + "<height>99999999999</height><length/><date>yesterday</date>"
                    + "<hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>?</hash>"
                    + "<hash xmlns='urn:xmpp:hashes:2'>AAAA</hash>"
                    + "<hash xmlns='urn:xmpp:hashes:2' algo='sha-256'/>"
                    + "<hash xmlns='urn:xmpp:hashes:2' algo='sha-256'> AA\nAA </hash></file>"));
    assertThat(file.size()).isNull();
    assertThat(file.width()).isNull();
    assertThat(file.height()).isNull();
    assertThat(file.length()).isNull();
    assertThat(file.date()).isNull();
    assertThat(file.hashes()).containsExactly(FileHash.of("sha-256", new byte[3]));
    assertThat(file.safeName()).isEqualTo("file");
  }

  @Test
  void a_list_of_hashes_has_an_end() {
    String hash = "<hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>AAAA</hash>";
    FileMetadata file =
        FileMetadata.of(
            Xml.element("<file xmlns='urn:xmpp:file:metadata:0'>" + hash.repeat(1000) + "</file>"));
    assertThat(file.hashes()).hasSize(16);
  }

  @Test
  void only_addresses_of_https_count() {
    String url = "<url-data xmlns='http://jabber.org/protocol/url-data' target='%s'/>";
    FileSharing shared =
        FileSharing.of(
            Xml.element(
                "<file-sharing xmlns='urn:xmpp:sfs:0' disposition='odd'>"
                    + "<file xmlns='urn:xmpp:file:metadata:0'/><sources>"
                    + url.formatted("http://example.com/a")
                    + url.formatted("javascript:alert(1)")
                    + url.formatted("https://example.com/ü")
                    + url.formatted("https://example.com/a b")
                    + url.formatted("https://u:p@example.com/")
                    + "<url-data xmlns='http://jabber.org/protocol/url-data'/>"
                    + "</sources></file-sharing>"));
    assertThat(shared.urls()).containsExactly(URI.create("https://example.com/%C3%BC"));
    assertThat(shared.disposition()).isNull();
    assertThat(shared.otherSources()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<file-sharing xmlns='urn:xmpp:sfs:0'/>",
        "<file-sharing xmlns='urn:x'><file xmlns='urn:xmpp:file:metadata:0'/></file-sharing>",
        "<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:x'/></file-sharing>"
      })
  void what_shares_no_file_is_malformed(String xml) {
    assertThatIllegalArgumentException().isThrownBy(() -> FileSharing.of(Xml.element(xml)));
  }

  @Test
  void an_own_file_is_shared() {
    FileMetadata file = FileMetadata.builder().name("a").build();
    FileSharing shared =
        FileSharing.of(file, URI.create("https://example.com/a"))
            .withId("1")
            .shown(Disposition.ATTACHMENT);
    assertThat(shared.toElement())
        .isEqualTo(
            Xml.element(
                "<file-sharing xmlns='urn:xmpp:sfs:0' id='1' disposition='attachment'>"
                    + "<file xmlns='urn:xmpp:file:metadata:0'><name>a</name></file>"
                    + "<sources><url-data xmlns='http://jabber.org/protocol/url-data'"
                    + " target='https://example.com/a'/></sources></file-sharing>"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FileSharing.of(file, URI.create("http://example.com/a")));
  }

  @ParameterizedTest
  @CsvSource({
    "a.txt,a.txt",
    "../../etc/passwd,%2E.%2F..%2Fetc%2Fpasswd",
    "/etc/passwd,%2Fetc%2Fpasswd",
    ".bashrc,%2Ebashrc",
    "'C:\\a',C%3A%5Ca",
    "'  ',file",
    "..,%2E.",
    "a%2F,a%252F"
  })
  void names_of_others_are_made_safe(String name, String safe) {
    assertThat(FileMetadata.builder().name(name).build().safeName()).isEqualTo(safe);
  }

  @Test
  void names_do_not_disguise_their_type_and_have_an_end() {
    String reversed = FileMetadata.builder().name("photo\u202Egpj.exe").build().safeName();
    assertThat(reversed).isEqualTo("photo%202Egpj.exe");
    String all = FileMetadata.builder().name("x".repeat(9999) + ".txt").build().safeName();
    assertThat(all).hasSize(120).endsWith(".txt");
  }
}
