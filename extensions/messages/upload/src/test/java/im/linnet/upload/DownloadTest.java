package im.linnet.upload;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.XmppClient;
import im.linnet.disco.Disco;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.failure.XmppException;
import im.linnet.sasl.Sasl;
import im.linnet.test.Failures;
import im.linnet.test.Xml;
import im.linnet.upload.TransferProblem.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads, which need no stream, and what web servers may try. */
@Timeout(120)
class DownloadTest {

  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  @AutoClose private final FileServer web = new FileServer();
  @TempDir private Path folder;
  private final XmppClient client =
      XmppClient.builder("juliet@localhost")
          .sasl(Sasl.password("secret"))
          .with(Disco::new)
          .with(it -> new Uploads(it, web.trusted()))
          .build();

  @AfterEach
  void shutDown() {
    client.shutdown().join();
  }

  private Uploads uploads() {
    return client.get(Uploads.class);
  }

  private Download file(long max) {
    return Download.of(web.url("/file"), max);
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static void assertFails(
      CompletableFuture<?> future, Class<? extends XmppException> type, Reason reason) {
    TransferProblem problem = requireNonNull(TransferProblem.of(Failures.of(future, type)));
    assertThat(problem.reason()).isEqualTo(reason);
  }

  private void assertNothingLeft() {
    assertThat(files()).isEmpty();
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void downloads_into_memory() throws Exception {
    web.answer("GET /file", "200 OK", "hello");
    BlockingQueue<Progress> events = new LinkedBlockingQueue<>();
    assertThat(get(uploads().download(file(5).watchedBy(events::add)))).isEqualTo(HELLO);
    assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo(new Progress(5, 5));
    FileServer.Request request = web.requests().take();
    assertThat(request.head())
        .startsWith("GET /file HTTP/1.1\r\n")
        .doesNotContainIgnoringCase("juliet")
        .doesNotContainIgnoringCase("cookie");
  }

  @Test
  void downloads_to_disk() throws Exception {
    web.answer("GET /file", "200 OK", "hello");
    FileMetadata known =
        FileMetadata.builder().name("../a.txt").size(5).hash(FileHash.sha256(HELLO)).build();
    Path target = folder.resolve(known.safeName());
    Path written = get(uploads().download(file(100).expecting(known), target));
    assertThat(written).isEqualTo(target.toAbsolutePath()).hasBinaryContent(HELLO);
    assertThat(target.getParent()).isEqualTo(folder);
    Failures.of(uploads().download(file(100), target), RefusedException.class);
    assertThat(target).hasBinaryContent(HELLO);
    assertThat(files()).hasSize(1);
  }

  @Test
  void an_empty_file_is_a_file() throws Exception {
    web.answer("GET /file", "200 OK", "");
    assertThat(get(uploads().download(file(1)))).isEmpty();
    assertThat(get(uploads().download(file(1), folder.resolve("a")))).isEmptyFile();
  }

  @Tag("Q14")
  @Test
  void what_is_too_large_is_not_read() throws Exception {
    web.answer("GET /file", "200 OK", "hello!");
    assertFails(uploads().download(file(5)), UnreadableAnswerException.class, Reason.TOO_LARGE);
    assertFails(
        uploads().download(file(5), folder.resolve("a")),
        UnreadableAnswerException.class,
        Reason.TOO_LARGE);
    assertNothingLeft();
  }

  /** Its head does not say how long it is. */
  @Tag("Q14")
  @Test
  void an_endless_file_is_cut_off() throws Exception {
    web.raw("GET /file", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    CompletableFuture<Path> download = uploads().download(file(100_000), folder.resolve("a"));
    assertFails(download, UnreadableAnswerException.class, Reason.TOO_LARGE);
    assertThat(web.ended().await(20, TimeUnit.SECONDS)).isTrue();
    assertNothingLeft();
  }

  @ParameterizedTest
  @CsvSource({"4,", "6,", "5,sha-256", "5,sha-512", "5,sha3-256", "5,sha-1"})
  void what_is_not_what_was_announced_is_refused(long size, String algorithm) throws Exception {
    web.answer("GET /file", "200 OK", "hello");
    FileMetadata.Builder known = FileMetadata.builder().size(size);
    if (algorithm != null) {
      known.hash(FileHash.of("md5", new byte[16])).hash(FileHash.of(algorithm, new byte[32]));
    }
    Download download = file(100).expecting(known.build());
    assertFails(
        uploads().download(download), UnreadableAnswerException.class, Reason.WRONG_CONTENT);
    assertFails(
        uploads().download(download, folder.resolve("a")),
        UnreadableAnswerException.class,
        Reason.WRONG_CONTENT);
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"404 Not Found", "301 Moved", "204 No Content", "206 Partial Content"})
  void other_statuses_are_failures(String status) throws Exception {
    web.raw(
        "GET /file",
        "HTTP/1.1 %s\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
            .formatted(status, web.url("/other")));
    assertFails(uploads().download(file(9)), UnreadableAnswerException.class, Reason.STATUS);
    assertThat(web.requests()).hasSize(1);
  }

  @Test
  void a_file_that_ends_too_early_is_a_failure() throws Exception {
    web.raw("GET /file", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello");
    TransportException failure =
        Failures.of(uploads().download(file(9), folder.resolve("a")), TransportException.class);
    assertThat(failure.reason()).isEqualTo(TransportException.Reason.RESET);
    assertThat(failure.getMessage()).doesNotContain("/file");
    assertNothingLeft();
  }

  @Test
  void cancelling_closes_the_connection() throws Exception {
    CompletableFuture<Path> download = uploads().download(file(9), folder.resolve("a"));
    web.requests().take();
    assertThat(download.cancel(false)).isTrue();
    assertThat(web.ended().await(20, TimeUnit.SECONDS)).isTrue();
    assertNothingLeft();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost/",
        "ftp://localhost/",
        "file:///etc/passwd",
        "https:///a",
        "https://user@localhost/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "relative"
      })
  void nothing_but_the_public_web_is_asked(String url) {
    Failures.of(uploads().download(Download.of(URI.create(url), 9)), RefusedException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8,true",
    "192.0.1.1,true",
    "100.63.255.255,true",
    "100.64.0.1,false",
    "0.0.0.0,false",
    "172.16.0.1,false",
    "172.32.0.1,true",
    "192.168.1.1,false",
    "192.0.2.1,false",
    "198.18.0.1,false",
    "198.51.100.1,false",
    "203.0.113.1,false",
    "224.0.0.1,false",
    "240.0.0.1,false",
    "255.255.255.255,false",
    "2a00:1450:4001::1,true",
    "fc00::1,false",
    "fe80::1,false",
    "ff02::1,false",
    "2001:db8::1,false",
    "2001::1,false",
    "2001:4860:4860::8888,true",
    "2002:0a00:0001::1,false",
    "2002:0808:0808::1,true",
    "64:ff9b::7f00:1,false",
    "64:ff9b::808:808,true",
    "::,false",
    "::127.0.0.1,false"
  })
  void knows_the_public_addresses(String address, boolean isPublic) throws Exception {
    assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isEqualTo(isPublic);
  }

  @Test
  void shared_files_are_downloaded_from_their_address() throws Exception {
    web.answer("GET /file", "200 OK", "hello");
    FileSharing shared = FileSharing.of(FileMetadata.builder().size(5).build(), web.url("/file"));
    assertThat(get(uploads().download(Download.of(shared, 9)))).isEqualTo(HELLO);
    FileSharing pending =
        FileSharing.of(
            Xml.element(
                "<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'/>"
                    + "</file-sharing>"));
    Failures.of(uploads().download(Download.of(pending, 9)), RefusedException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> file(0));
  }
}
