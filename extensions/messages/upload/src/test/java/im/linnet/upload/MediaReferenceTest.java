package im.linnet.upload;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.disco.Disco;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.test.Failures;
import im.linnet.test.Xml;
import im.linnet.upload.TransferProblem.Reason;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files shared in the way of XEP-0385. */
@Timeout(120)
class MediaReferenceTest {

  private static final String FILE =
      "<file xmlns='urn:xmpp:jingle:apps:file-transfer:5'><media-type>image/jpeg</media-type>"
          + "<name>summit.jpg</name><date>2015-07-26T21:46:00+01:00</date><size>%s</size>"
          + "<hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>%s</hash>"
          + "<desc xml:lang='de'>Gipfel</desc>"
          + "<thumbnail xmlns='urn:xmpp:thumbs:1' uri='cid:x' media-type='image/png'/></file>";

  private static final String HASH =
      Base64.getEncoder().encodeToString(FileHash.sha256(new byte[] {'o', 'k'}).value());

  private static Message message(String content) {
    return Message.of(
        Xml.element(
            "<message xmlns='jabber:client' from='romeo@localhost'><body>Look</body>%s</message>"
                .formatted(content)));
  }

  private static String reference(String content) {
    return ("<reference xmlns='urn:xmpp:reference:0' begin='0' end='3' type='data'>"
            + "<media-sharing xmlns='urn:xmpp:sims:1'>%s</media-sharing></reference>")
        .formatted(content);
  }

  private static String sources(String... uris) {
    StringBuilder all = new StringBuilder("<sources>");
    for (String uri : uris) {
      all.append("<reference xmlns='urn:xmpp:reference:0' type='data' uri='" + uri + "'/>");
    }
    return all + "</sources>";
  }

  @Test
  void the_metadata_is_that_of_the_present_way() {
    List<FileSharing> files =
        FileSharing.in(
            message(
                reference(
                    FILE.formatted(2, HASH)
                        + sources(
                            "https://download.montague.lit/4a77/summit.jpg",
                            "http://download.montague.lit/summit.jpg",
                            "xmpp:romeo@montague.lit/resource?jingle-ft"))));
    assertThat(files).hasSize(1);
    FileSharing shared = files.get(0);
    assertThat(shared.urls())
        .containsExactly(URI.create("https://download.montague.lit/4a77/summit.jpg"));
    assertThat(shared.otherSources()).hasSize(2);
    FileMetadata file = shared.file();
    assertThat(file.name()).isEqualTo("summit.jpg");
    assertThat(file.mediaType()).isEqualTo("image/jpeg");
    assertThat(file.size()).isEqualTo(2);
    assertThat(file.date()).isEqualTo(Instant.parse("2015-07-26T20:46:00Z"));
    assertThat(file.description()).isEqualTo("Gipfel");
    assertThat(file.thumbnails()).hasSize(1);
    assertThat(file.hashes()).containsExactly(FileHash.sha256(new byte[] {'o', 'k'}));
    assertThat(shared.disposition()).isNull();
  }

  @Test
  void several_files_keep_their_order_and_have_an_end() {
    String one = reference("<file xmlns='urn:xmpp:jingle:apps:file-transfer:5'/>");
    String named = reference(FILE.formatted(2, HASH));
    assertThat(FileSharing.in(message(named + one)))
        .extracting(file -> file.file().name())
        .containsExactly("summit.jpg", null);
    assertThat(FileSharing.in(message(one.repeat(100)))).hasSize(32);
  }

  @Test
  void the_present_way_goes_first() {
    String present =
        "<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'>"
            + "<name>present</name></file></file-sharing>";
    assertThat(
            FileSharing.in(
                message(
                    "<file-sharing xmlns='urn:xmpp:sfs:0'/>"
                        + present
                        + reference(FILE.formatted(2, HASH)))))
        .extracting(file -> file.file().name())
        .containsExactly("present");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<file xmlns='urn:x'/>",
        "<file xmlns='urn:xmpp:file:metadata:0'/>",
        "<sources/>"
      })
  void what_has_no_metadata_is_left_out(String content) {
    assertThat(FileSharing.in(message(reference(content)))).isEmpty();
    assertThat(FileSharing.in(message("<reference xmlns='urn:xmpp:reference:0'/>"))).isEmpty();
  }

  @Test
  void a_download_is_checked_by_its_hash() throws Exception {
    try (FileServer web = new FileServer();
        XmppClient client =
            XmppClient.builder("juliet@localhost")
                .sasl(Sasl.password("secret"))
                .with(Disco::new)
                .with(it -> new Uploads(it, web.trusted()))
                .build()) {
      web.answer("GET /file", "200 OK", "ok");
      FileSharing shared =
          FileSharing.in(
                  message(
                      reference(FILE.formatted(2, HASH) + sources(web.url("/file").toString()))))
              .get(0);
      Uploads uploads = client.get(Uploads.class);
      assertThat(uploads.download(Download.of(shared, 100)).get(20, TimeUnit.SECONDS))
          .isEqualTo(new byte[] {'o', 'k'});
      web.answer("GET /file", "200 OK", "no");
      TransferProblem problem =
          TransferProblem.of(
              Failures.of(
                  uploads.download(Download.of(shared, 100)), UnreadableAnswerException.class));
      assertThat(requireNonNull(problem).reason()).isEqualTo(Reason.WRONG_CONTENT);
    }
  }
}
