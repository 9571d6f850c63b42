package im.linnet.upload;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.disco.Disco;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.upload.TransferProblem.Reason;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding the service, slots, and the PUT request. */
@Timeout(120)
class UploadsTest {

  private static final String NS = "urn:xmpp:http:upload:0";
  private static final String INFO = "http://jabber.org/protocol/disco#info";
  private static final String ITEMS = "http://jabber.org/protocol/disco#items";
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  @AutoClose private final FileServer web = new FileServer();

  private ScriptedClient client(Consumer<Script> lines) {
    return client(web.trusted(), lines);
  }

  private static ScriptedClient client(UploadSettings settings, Consumer<Script> lines) {
    return ScriptedClient.builder()
        .with(Disco::new)
        .with(client -> new Uploads(client, settings))
        .bound(lines);
  }

  private static void info(Script script, String entity, String content) {
    script
        .expect("<iq type='get' id='{i}' to='%s'><query xmlns='%s'/></iq>".formatted(entity, INFO))
        .send(
            "<iq type='result' id='{i}' from='%s'><query xmlns='%s'>%s</query></iq>"
                .formatted(entity, INFO, content));
  }

  private static String feature(String max) {
    return ("<identity category='store' type='file'/><feature var='%1$s'/><feature"
            + " var='urn:xmpp:http:upload:purpose:0#profile'/><x xmlns='jabber:x:data'"
            + " type='result'><field var='FORM_TYPE'"
            + " type='hidden'><value>%1$s</value></field><field"
            + " var='max-file-size'><value>%2$s</value></field></x>")
        .formatted(NS, max);
  }

  /** The server has one service besides rooms; the answers of both come in the wrong order. */
  private static void service(Script script) {
    String ask = "<iq type='get' id='{%s}' to='%s'><query xmlns='" + INFO + "'/></iq>";
    String answer = "<iq type='result' id='{%s}' from='%s'><query xmlns='%s'>%s</query></iq>";
    script
        .then(s -> info(s, "localhost", "<feature var='urn:x'/>"))
        .expect("<iq type='get' id='{t}' to='localhost'><query xmlns='%s'/></iq>".formatted(ITEMS))
        .send(
            ("<iq type='result' id='{t}' from='localhost'><query xmlns='%s'>"
                    + "<item jid='rooms.localhost'/><item jid='upload.localhost' node='x'/>"
                    + "<item jid='upload.localhost'/></query></iq>")
                .formatted(ITEMS))
        .expect(ask.formatted("r", "rooms.localhost"))
        .expect(ask.formatted("u", "upload.localhost"))
        .send(answer.formatted("u", "upload.localhost", INFO, feature("1000")))
        .send(answer.formatted("r", "rooms.localhost", INFO, ""));
  }

  private static void slot(Script script, String request, String answer) {
    script
        .expect("<iq type='get' id='{s}' to='upload.localhost'>" + request + "</iq>")
        .send("<iq type='result' id='{s}' from='upload.localhost'>" + answer + "</iq>");
  }

  private static String request(String attributes) {
    return "<request xmlns='%s' %s/>".formatted(NS, attributes);
  }

  private String granted(String headers) {
    return "<slot xmlns='%s'><put url='%s'>%s</put><get url='%s'/></slot>"
        .formatted(NS, web.url("/put"), headers, web.url("/get%20it"));
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static TransferProblem problem(
      CompletableFuture<?> future, Class<? extends XmppException> type) {
    return requireNonNull(TransferProblem.of(Failures.of(future, type)));
  }

  @Test
  void uploads_and_reports() throws Exception {
    web.answer("PUT /put", "201 Created", "Upload successful.");
    BlockingQueue<Progress> events = new LinkedBlockingQueue<>();
    try (ScriptedClient it =
        client(
            s ->
                s.then(UploadsTest::service)
                    .then(
                        t ->
                            slot(
                                t,
                                request(
                                    "filename='très cool.txt' size='5'"
                                        + " content-type='text/plain'"),
                                granted(
                                    "<header name='Authorization'>Bearer a&#xA; b</header>"
                                        + "<header name='cookie'>one=1</header>"
                                        + "<header name='COOKIE'>two=2</header>"
                                        + "<header name='Host'>evil.example</header>"
                                        + "<header name='X-A'>x</header>"
                                        + "<header>y</header>"))))) {
      UploadedFile file =
          get(
              it.get(Uploads.class)
                  .upload(
                      FileSource.of("très cool.txt", HELLO).mediaType("text/plain"), events::add));
      assertThat(file.url()).isEqualTo(web.url("/get%20it"));
      assertThat(file.metadata())
          .isEqualTo(
              FileMetadata.builder()
                  .name("très cool.txt")
                  .mediaType("text/plain")
                  .size(5)
                  .hash(FileHash.sha256(HELLO))
                  .build());
      assertThat(file.sharing().urls()).containsExactly(file.url());
      assertThat(file.toString()).doesNotContain("get%20it");
      FileServer.Request put = web.requests().take();
      assertThat(put.body()).isEqualTo("hello");
      assertThat(put.head())
          .startsWith("PUT /put HTTP/1.1\r\n")
          .containsIgnoringCase("Authorization: Bearer a b\r\n")
          .containsIgnoringCase("Content-Type: text/plain\r\n")
          .containsIgnoringCase("Content-Length: 5\r\n")
          .doesNotContainIgnoringCase("evil.example")
          .doesNotContainIgnoringCase("X-A:");
      assertThat(put.head().indexOf("one=1")).isBetween(0, put.head().indexOf("two=2"));
      assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo(new Progress(5, 5));
    }
  }

  @Test
  void the_service_is_found_once_for_each_stream() throws Exception {
    try (ScriptedClient it = client(UploadsTest::service)) {
      Uploads uploads = it.get(Uploads.class);
      UploadService service = get(uploads.service());
      assertThat(service.jid()).isEqualTo(Jid.of("upload.localhost"));
      assertThat(service.maxFileSize()).isEqualTo(1000);
      assertThat(service.purposes()).containsExactly(Purpose.PROFILE);
      assertThat(get(uploads.service())).isEqualTo(service);
    }
  }

  @Test
  void the_server_itself_may_be_the_service() throws Exception {
    try (ScriptedClient it = client(s -> info(s, "localhost", feature("many")))) {
      UploadService service = get(it.get(Uploads.class).service());
      assertThat(service.jid()).isEqualTo(Jid.of("localhost"));
      assertThat(service.maxFileSize()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<item jid='rooms.localhost'/>"})
  void a_server_without_a_service_is_a_refusal(String items) {
    try (ScriptedClient it =
        client(
            s ->
                s.then(t -> info(t, "localhost", ""))
                    .expectLike("<iq type='get' id='{t}' to='localhost'/>")
                    .send(
                        "<iq type='result' id='{t}' from='localhost'><query xmlns='%s'>%s</query></iq>"
                            .formatted(ITEMS, items))
                    .then(
                        t -> {
                          if (!items.isEmpty()) {
                            t.expectLike("<iq type='get' id='{i}' to='rooms.localhost'/>")
                                .send(
                                    "<iq type='error' id='{i}' from='rooms.localhost'>"
                                        + "<error type='cancel'/></iq>");
                          }
                        }))) {
      Failures.of(it.get(Uploads.class).upload(FileSource.of("a", HELLO)), RefusedException.class);
    }
  }

  @Test
  void what_is_too_large_is_known_before_asking() {
    try (ScriptedClient it = client(UploadsTest::service)) {
      TransferProblem problem =
          problem(
              it.get(Uploads.class).upload(FileSource.of("a", new byte[1001])),
              StanzaException.class);
      assertThat(problem.reason()).isEqualTo(Reason.TOO_LARGE);
      assertThat(problem.maxBytes()).isEqualTo(1000);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "modify|not-acceptable|<file-too-large><max-file-size>99</max-file-size></file-too-large>"
            + "|TOO_LARGE",
        "modify|not-acceptable|<file-too-large/>|TOO_LARGE",
        "wait|resource-constraint|<retry stamp='2017-12-03T23:42:05Z'/>|QUOTA",
        "wait|resource-constraint|<retry stamp='soon'/>|QUOTA",
        "wait|resource-constraint||QUOTA",
        "auth|forbidden||FORBIDDEN",
        "modify|bad-request||OTHER",
      })
  void says_why_a_slot_was_refused(String type, String condition, String more, Reason reason) {
    String detail = more == null ? "" : more.replaceFirst("(/?>| )", " xmlns='" + NS + "'$1");
    try (ScriptedClient it =
        client(
            s ->
                s.then(UploadsTest::service)
                    .expectLike("<iq type='get' id='{s}' to='upload.localhost'/>")
                    .send(
                        ("<iq type='error' id='{s}' from='upload.localhost'><error type='%s'><%s"
                                + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>%s</error></iq>")
                            .formatted(type, condition, detail)))) {
      TransferProblem problem =
          problem(it.get(Uploads.class).upload(FileSource.of("a", HELLO)), StanzaException.class);
      assertThat(problem.reason()).isEqualTo(reason);
      assertThat(problem.maxBytes()).isEqualTo(detail.contains("99") ? Long.valueOf(99) : null);
      assertThat(problem.retryAt())
          .isEqualTo(detail.contains("2017") ? Instant.parse("2017-12-03T23:42:05Z") : null);
      assertThat(problem.status()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "409 Conflict,STATUS,im.linnet.failure.UnreadableAnswerException",
    "403 Forbidden,STATUS,im.linnet.failure.UnreadableAnswerException",
    "413 Payload Too Large,TOO_LARGE,im.linnet.failure.UnreadableAnswerException",
    "302 Found,STATUS,im.linnet.failure.UnreadableAnswerException",
    "429 Too Many Requests,STATUS,im.linnet.failure.TransportException",
    "503 Service Unavailable,STATUS,im.linnet.failure.TransportException",
  })
  void says_how_the_web_server_answered(
      String status, Reason reason, Class<? extends XmppException> type) throws Exception {
    web.raw("PUT /put", "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nLocation: /other\r\n\r\n");
    try (ScriptedClient it =
        client(
            s ->
                s.then(UploadsTest::service)
                    .then(t -> slot(t, request("filename='a' size='5'"), granted(""))))) {
      TransferProblem problem =
          problem(it.get(Uploads.class).upload(FileSource.of("a", HELLO)), type);
      assertThat(problem.reason()).isEqualTo(reason);
      assertThat(problem.status()).hasValue(Integer.parseInt(status.substring(0, 3)));
      web.requests().take();
      assertThat(web.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<slot xmlns='urn:xmpp:http:upload:0'/>",
        "<slot xmlns='urn:xmpp:http:upload:0'><put url='http://localhost/'/>"
            + "<get url='https://localhost/'/></slot>",
        "<slot xmlns='urn:xmpp:http:upload:0'><put url='https://localhost/'/>"
            + "<get url='file:///etc/passwd'/></slot>",
        "<slot xmlns='urn:xmpp:http:upload:0'><put url='https://a:b@localhost/'/>"
            + "<get url='https://localhost/'/></slot>",
        "<slot xmlns='urn:xmpp:http:upload:0'><put url='https:/'/>"
            + "<get url='https://localhost/'/></slot>",
        "<slot xmlns='urn:xmpp:http:upload:0'><put/><get url='https://localhost/'/></slot>",
        "<slot xmlns='urn:xmpp:http:upload:0'><put url='https://localhost/'>"
            + "<header name='Cookie'>&#x9f;</header></put><get url='https://localhost/'/></slot>"
      })
  void a_slot_that_cannot_be_used_is_a_failure(String answer) {
    try (ScriptedClient it =
        client(
            s ->
                s.then(UploadsTest::service)
                    .then(t -> slot(t, request("filename='a' size='5'"), answer)))) {
      Failures.of(
          it.get(Uploads.class).upload(FileSource.of("a", HELLO)), UnreadableAnswerException.class);
      assertThat(web.requests()).isEmpty();
    }
  }

  @Test
  void hosts_that_are_not_public_must_be_named() {
    HttpClient http = HttpClient.newBuilder().build();
    try (ScriptedClient it =
        client(
            UploadSettings.standard().http(http),
            s ->
                s.then(UploadsTest::service)
                    .then(t -> slot(t, request("filename='a' size='5'"), granted(""))))) {
      RefusedException refused =
          Failures.of(
              it.get(Uploads.class).upload(FileSource.of("a", HELLO)), RefusedException.class);
      assertThat(refused).hasMessageContaining("localhost").hasMessageContaining("allowHost");
      assertThat(web.requests()).isEmpty();
    }
  }

  @Test
  void files_and_publishers_are_uploaded(@TempDir Path folder) throws Exception {
    web.answer("PUT /put", "201 Created", "");
    Path file = Files.writeString(folder.resolve("a.txt"), "hello");
    SubmissionPublisher<ByteBuffer> parts = new SubmissionPublisher<>();
    try (ScriptedClient it =
        client(
            s ->
                s.then(UploadsTest::service)
                    .then(t -> slot(t, request("filename='a.txt' size='5'"), granted("")))
                    .then(
                        t ->
                            slot(
                                t,
                                request("filename='b' size='5'")
                                    .replace(
                                        "/>",
                                        "><profile xmlns='urn:xmpp:http:upload:purpose:0'/>"
                                            + "</request>"),
                                granted(""))))) {
      Uploads uploads = it.get(Uploads.class);
      assertThat(get(uploads.upload(FileSource.of(file))).metadata().hashes())
          .containsExactly(FileHash.sha256(HELLO));
      assertThat(web.requests().take().body()).isEqualTo("hello");
      CompletableFuture<UploadedFile> published =
          uploads.upload(FileSource.of("b", 5, parts).purpose(Purpose.PROFILE));
      while (parts.getNumberOfSubscribers() == 0) {
        Thread.onSpinWait();
      }
      parts.submit(ByteBuffer.wrap(HELLO, 0, 2));
      parts.submit(ByteBuffer.wrap(HELLO, 2, 3));
      parts.close();
      get(published);
      assertThat(web.requests().take().body()).isEqualTo("hello");
    }
  }

  @Test
  void what_cannot_be_uploaded_is_refused(@TempDir Path folder) throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    try (ScriptedClient it = client(UploadsTest::service)) {
      Uploads uploads = it.get(Uploads.class);
      RefusedException absent =
          Failures.of(
              uploads.upload(FileSource.of(folder.resolve("absent"))), RefusedException.class);
      assertThat(absent.getMessage()).doesNotContain(folder.toString());
      Failures.of(uploads.upload(FileSource.of(folder)), RefusedException.class);
      Failures.of(uploads.upload(FileSource.of(empty)), RefusedException.class);
      Failures.of(uploads.upload(FileSource.of("\u0000", HELLO)), RefusedException.class);
      Failures.of(
          uploads.upload(FileSource.of("a", HELLO).mediaType("\u0007")), RefusedException.class);
      Failures.of(uploads.slot("a", -1, null), RefusedException.class);
    }
  }

  @Test
  void cancelling_closes_the_connection() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.then(UploadsTest::service)
                    .then(t -> slot(t, request("filename='a' size='5'"), granted(""))))) {
      CompletableFuture<UploadedFile> upload =
          it.get(Uploads.class).upload(FileSource.of("a", HELLO));
      web.requests().take();
      assertThat(upload.cancel(false)).isTrue();
      assertThat(web.ended().await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Tag("Q06")
  @Test
  void a_transfer_that_stands_still_ends() throws Exception {
    try (ScriptedClient it =
        client(
            web.trusted().stallLimit(Duration.ofMillis(300)),
            s ->
                s.then(UploadsTest::service)
                    .then(t -> slot(t, request("filename='a' size='5'"), granted(""))))) {
      TransportException late =
          Failures.of(
              it.get(Uploads.class).upload(FileSource.of("a", HELLO)), TransportException.class);
      assertThat(late.reason()).isEqualTo(TransportException.Reason.TIMED_OUT);
    }
  }

  @Test
  void settings_that_would_be_dangerous_are_refused() {
    HttpClient follows =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    assertThatIllegalArgumentException().isThrownBy(() -> UploadSettings.standard().http(follows));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UploadSettings.standard().stallLimit(Duration.ZERO));
  }
}
