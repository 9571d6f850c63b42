package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.rooms.RoomEvent;
import im.linnet.rooms.Rooms;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The notifier, as scripts and servers for alerts use it. */
@Timeout(240)
class NotifySampleIT {

  @TempDir private Path folder;

  @Test
  void tells_a_person_and_a_room() throws Exception {
    BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    BlockingQueue<RoomEvent> events = new LinkedBlockingQueue<>();
    try (SampleServer server = SampleServer.start();
        XmppClient watcher = server.watcher().with(Rooms::new).build()) {
      watcher.onMessage(messages::add);
      watcher.get(Rooms.class).onEvent(events::add);
      watcher.connect().join();
      watcher.send(Presence.available()).join();
      watcher.get(Rooms.class).join(server.room(), "Juliet").join();
      String room = server.room().toString();
      try (JavaProcess line =
              server.sample("Notify", "--to", "b@localhost", "--text", "Backup done <&> 🐦");
          JavaProcess lines = server.sample("Notify", "--room", room, "--nick", "cron")) {
        lines.type("first line");
        lines.type("\u001b[31msecond\u001b[0m line");
        lines.endInput();

        SampleServer.await(messages, next -> "Backup done <&> 🐦".equals(next.body()));
        RoomEvent.Said said =
            (RoomEvent.Said) SampleServer.await(events, next -> next instanceof RoomEvent.Said);
        assertThat(said.message().nick()).isEqualTo("cron");
        assertThat(said.message().body()).isEqualTo("first line\nsecond line");
        assertSilent(line);
        assertSilent(lines);
      }
    }
  }

  private static void assertSilent(JavaProcess sample) throws Exception {
    sample.assertEnds(0);
    assertThat(sample.output()).isEmpty();
  }

  @Test
  void says_by_its_exit_code_what_went_wrong() throws Exception {
    try (SampleServer server = SampleServer.start();
        JavaProcess wrong =
            server.sampleWith("wrong", "Notify", "--to", "b@localhost", "--text", "x");
        JavaProcess nobody = server.sample("Notify", "--to", "nobody@localhost", "--text", "x");
        JavaProcess noRoom = server.sample("Notify", "--room", "garden@127.0.0.1", "--text", "x");
        JavaProcess noServer =
            JavaProcess.sampleWith(
                Account.PASSWORD,
                "x",
                "Notify",
                "--jid a@localhost --host 127.0.0.1 --port 1 --to b@localhost --text x"
                    .split(" "));
        JavaProcess nothing = server.sample("Notify", "--to", "b@localhost")) {
      nothing.endInput();
      assertEnds(nothing, 2, "There is nothing to say");
      assertEnds(noServer, 3, "127.0.0.1:1");
      assertEnds(wrong, 4, "not-authorized");
      assertEnds(nobody, 5, "The message to nobody@localhost was answered with an error: ");
      assertEnds(noRoom, 5, "garden@127.0.0.1");
    }
  }

  private static void assertEnds(JavaProcess sample, int code, String why) throws Exception {
    sample.assertEnds(code);
    assertThat(sample.output()).singleElement().asString().contains(why);
  }

  @Test
  void passes_on_what_alertmanager_reports() throws Exception {
    BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    Path token = Files.writeString(folder.resolve("token"), "t0ken\n");
    try (SampleServer server = SampleServer.start();
        XmppClient watcher = server.watcher().build();
        JavaProcess webhook =
            server.sample(
                "Notify", ("--to b@localhost --webhook 0 --token-file " + token).split(" "))) {
      watcher.onMessage(messages::add);
      watcher.connect().join();
      watcher.send(Presence.available()).join();
      String url = webhook.await(line -> line.startsWith("Listening at ")).substring(13);

      assertThat(post(url, "wr0ng")).isEqualTo(401);
      assertThat(post(url, "t0ken")).isEqualTo(200);

      Message told = SampleServer.await(messages, next -> next.body() != null);
      assertThat(told.body()).startsWith("[FIRING:2] HighLoad\nfiring: HighLoad, web1");
      webhook.assertEnds(webhook.interrupt());
      assertThat(webhook.output()).noneMatch(line -> line.contains("0ken") || line.contains("wr0"));
    }
  }

  private static int post(String url, String token) throws Exception {
    HttpRequest call =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(AlertsTest.ALERTMANAGER))
            .build();
    return HttpClient.newHttpClient().send(call, BodyHandlers.discarding()).statusCode();
  }
}
