package im.linnet.upload;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.disco.Disco;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.test.Failures;
import im.linnet.testkit.server.LiveUser;
import im.linnet.upload.TransferProblem.Reason;
import im.linnet.xml.Element;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Files on the services of real servers, which take up to 1 MiB. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record UploadsIT(Live live) {

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static TransferProblem problem(Throwable failure) {
    return requireNonNull(TransferProblem.of(failure));
  }

  private HttpClient http() {
    return HttpClient.newBuilder()
        .sslContext(live.server().real().authority().clientContext())
        .build();
  }

  private XmppClient client(LiveUser user) {
    UploadSettings settings = UploadSettings.standard().http(http()).allowHost("localhost");
    return live.client(user).with(Disco::new).with(it -> new Uploads(it, settings)).build();
  }

  @Test
  void one_user_shares_a_file_and_another_downloads_it(@TempDir Path folder) throws Exception {
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    try (XmppClient romeo = client(live.server().romeo());
        XmppClient juliet = client(live.server().juliet())) {
      get(romeo.connect());
      Jid atJuliet = get(juliet.connect()).jid();
      CompletableFuture<FileSharing> shared = new CompletableFuture<>();
      juliet.onMessage(message -> shared.complete(message.payload(FileSharing.TYPE)));

      UploadService service = get(romeo.get(Uploads.class).service());
      assertThat(service.jid())
          .isEqualTo(Jid.of(live.kind().isProsody() ? "share.localhost" : "upload.localhost"));
      assertThat(service.maxFileSize()).isEqualTo(1 << 20);
      UploadedFile file =
          get(
              romeo
                  .get(Uploads.class)
                  .upload(FileSource.of("très cool.jpg", content).mediaType("image/jpeg")));
      get(
          romeo.deliver(
              Message.chat(atJuliet, "a file").toBuilder().payload(file.sharing()).build()));

      FileSharing received = get(shared);
      assertThat(received).isEqualTo(file.sharing());
      Path target = folder.resolve(received.file().safeName());
      get(juliet.get(Uploads.class).download(Download.of(received, 1 << 20), target));
      assertThat(target).hasBinaryContent(content);
      TransferProblem small =
          problem(
              Failures.of(
                  juliet.get(Uploads.class).download(Download.of(received, 1000)),
                  UnreadableAnswerException.class));
      assertThat(small.reason()).isEqualTo(Reason.TOO_LARGE);
      TransferProblem absent =
          problem(
              Failures.of(
                  juliet
                      .get(Uploads.class)
                      .download(Download.of(file.url().resolve("/upload/none"), 1000)),
                  UnreadableAnswerException.class));
      assertThat(absent.status()).hasValue(404);
    }
  }

  @Test
  void a_slot_is_good_for_one_file_of_its_size() throws Exception {
    try (XmppClient romeo = client(live.server().romeo())) {
      get(romeo.connect());
      Uploads uploads = romeo.get(Uploads.class);
      Slot slot = get(uploads.slot("a.txt", 5, "text/plain"));
      assertThat(put(slot, "hello")).isEqualTo(201);
      assertThat(put(slot, "hello")).isEqualTo(live.kind().isProsody() ? 409 : 403);
      assertThat(put(get(uploads.slot("a.txt", 5, "text/plain")), "hello!")).isEqualTo(413);
    }
  }

  private int put(Slot slot, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(slot.put())
            .PUT(BodyPublishers.ofString(body, StandardCharsets.US_ASCII))
            .header("Content-Type", "text/plain");
    slot.headers().forEach(header -> request.header(header.name(), header.value()));
    return get(http().sendAsync(request.build(), BodyHandlers.discarding())).statusCode();
  }

  @Test
  void the_limit_is_known_and_so_is_the_answer_of_the_service() throws Exception {
    try (XmppClient romeo = client(live.server().romeo())) {
      get(romeo.connect());
      Uploads uploads = romeo.get(Uploads.class);
      TransferProblem large =
          problem(Failures.of(uploads.slot("a", (1 << 20) + 1, null), StanzaException.class));
      assertThat(large.reason()).isEqualTo(Reason.TOO_LARGE);
      assertThat(large.maxBytes()).isEqualTo(1 << 20);
      Element request =
          Element.builder("request", Uploads.NAMESPACE)
              .attribute("filename", "a")
              .attribute("size", "1048577")
              .build();
      TransferProblem asked =
          problem(
              Failures.of(
                  romeo.request(Iq.get(get(uploads.service()).jid(), request)),
                  StanzaException.class));
      assertThat(asked.reason()).isEqualTo(Reason.TOO_LARGE);
      assertThat(asked.maxBytes()).isEqualTo(1 << 20);
    }
  }
}
