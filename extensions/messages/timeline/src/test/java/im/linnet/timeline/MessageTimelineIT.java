package im.linnet.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.archive.MessageArchive;
import im.linnet.carbons.Carbons;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.testkit.server.LiveUser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Two devices of Juliet and one of Romeo, some of which are away for a while. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(180)
record MessageTimelineIT(Live live) {

  private static final int EACH = 20;

  /** A device and what its user saw on it. */
  private static final class Device {

    final XmppClient client;
    final BlockingQueue<TimelineEntry> entries = new LinkedBlockingQueue<>();
    final BlockingQueue<Progress> steps = new LinkedBlockingQueue<>();
    final List<String> seen;

    Device(XmppClient client, List<String> seen) {
      this.client = client;
      this.seen = seen;
      client.get(MessageTimeline.class).onEntry(entries::add);
      client.get(MessageTimeline.class).onProgress(steps::add);
    }

    /** The last entry may come while the end of the archive is still under way. */
    void catchesUp() throws InterruptedException {
      Progress step;
      do {
        step = steps.poll(30, TimeUnit.SECONDS);
        assertThat(step).as("a step within 30 s").isNotNull();
      } while (!(step instanceof Progress.UpToDate));
    }

    /** Waits until it has seen a text; what came before is noted. */
    void awaits(String text) throws InterruptedException {
      while (!seen.contains(text)) {
        TimelineEntry entry = entries.poll(30, TimeUnit.SECONDS);
        assertThat(entry).as("%s within 30 s, after %s", text, seen).isNotNull();
        seen.add(String.valueOf(entry.message().body()));
      }
    }

    void says(Jid to, String text) throws Exception {
      client.deliver(Message.chat(to, text)).get(30, TimeUnit.SECONDS);
    }

    void leaves() throws Exception {
      client.shutdown().get(20, TimeUnit.SECONDS);
    }
  }

  private Device device(LiveUser user, Path store, List<String> seen) throws Exception {
    XmppClient client =
        live.client(user)
            .with(Carbons::new)
            .with(MessageArchive::new)
            .with(c -> new MessageTimeline(c, TimelineStore.file(store), Duration.ZERO))
            .build();
    Device device = new Device(client, seen);
    Live.online(client);
    client.get(Carbons.class).enable().get(20, TimeUnit.SECONDS);
    return device;
  }

  @Test
  void each_device_sees_each_message_once(@TempDir Path folder) throws Exception {
    LiveUser juliet = live.server().juliet();
    Jid toJuliet = Jid.of(juliet.jid());
    Jid toRomeo = Jid.of(live.server().romeo().jid());
    List<String> onPhone = new ArrayList<>();
    List<String> onLaptop = new ArrayList<>();
    List<String> onRomeos = new ArrayList<>();
    List<String> said = new ArrayList<>();
    Device phone = device(juliet, folder.resolve("phone"), onPhone);
    Device laptop = device(juliet, folder.resolve("laptop"), onLaptop);
    Device romeo = device(live.server().romeo(), folder.resolve("romeo"), onRomeos);

    for (int i = 0; i < EACH; i++) {
      say(said, romeo, toJuliet, "from Romeo " + i);
      say(said, phone, toRomeo, "from the phone " + i);
      say(said, laptop, toRomeo, "from the laptop " + i);
    }
    for (Device device : List.of(phone, laptop, romeo)) {
      allOf(device, said);
    }

    phone.leaves();
    for (int i = 0; i < EACH; i++) {
      say(said, romeo, toJuliet, "while the phone is off " + i);
      say(said, laptop, toRomeo, "from the laptop alone " + i);
    }
    phone = device(juliet, folder.resolve("phone"), onPhone);
    say(said, romeo, toJuliet, "welcome back");
    for (Device device : List.of(phone, laptop, romeo)) {
      allOf(device, said);
    }
    phone.catchesUp();
    assertThat(phone.client.get(MessageTimeline.class).progress())
        .isEqualTo(new Progress.UpToDate());
    for (Device device : List.of(phone, laptop, romeo)) {
      device.leaves();
      assertThat(device.entries).isEmpty();
      assertThat(device.seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(said);
    }
  }

  private static void say(List<String> said, Device device, Jid to, String text) throws Exception {
    device.says(to, text);
    said.add(text);
  }

  private static void allOf(Device device, List<String> said) throws InterruptedException {
    for (String text : said) {
      device.awaits(text);
    }
  }
}
