package im.linnet.samples;

import im.linnet.jid.Jid;
import im.linnet.rooms.JoinOptions;
import im.linnet.stanza.Message;
import im.linnet.timeline.TimelineEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What was said while a device was away, which it shows when it comes back. */
final class ImAbsence {

  private static final int EACH = 10;
  private static final int IN_ROOM = 5;
  private static final String WELCOME = "Welcome back";

  private final ImDevice laptop;
  private final ImDevice romeo;
  private final ImRoom room;
  private final Timeline timeline;
  private final Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final List<String> said = new ArrayList<>();
  private final List<String> inRoom = new ArrayList<>();

  /** Begins when the device has been closed. */
  ImAbsence(ImDevice laptop, ImDevice romeo, ImRoom room, Timeline timeline) {
    this.laptop = laptop;
    this.romeo = romeo;
    this.room = room;
    this.timeline = timeline;
  }

  /** The others go on. */
  void talkOn() {
    for (int i = 1; i <= EACH; i++) {
      say(romeo, ImHost.JULIET, "Romeo, number " + i);
      say(laptop, ImHost.ROMEO, "The laptop, number " + i);
    }
    for (int i = 1; i <= IN_ROOM; i++) {
      String text = "In the room, number " + i;
      room.in(romeo).send(text).join();
      inRoom.add(text);
    }
    timeline.note(
        "Meanwhile Romeo and the laptop said %d things in private and %d in the room"
            .formatted(said.size(), inRoom.size()));
  }

  private void say(ImDevice device, Jid to, String text) {
    device.client().deliver(Message.chat(to, text)).join();
    said.add(text);
  }

  /** The device, back online, has all of it, each once. */
  void end(ImDevice back) throws InterruptedException {
    say(romeo, ImHost.JULIET, WELCOME);
    List<String> shown =
        back.reads(said).stream()
            .map(TimelineEntry::message)
            .map(message -> String.valueOf(message.body()))
            .toList();
    if (!shown.equals(said)) {
      throw new IllegalStateException(
          "The %s shows %s (expected: %s)".formatted(back.name(), shown, said));
    }
    timeline.note(
        "The %s is back and shows %d of %d messages, in order, %d of them twice"
            .formatted(
                back.name(),
                new HashSet<>(shown).size(),
                said.size(),
                shown.size() - new HashSet<>(shown).size()));
    room.follow(back, "Juliet", JoinOptions.standard().since(since));
    for (String text : inRoom) {
      ImRoom.says(back, text);
    }
    timeline.note(
        "It joined the bookmarked room and shows %d of %d messages there"
            .formatted(inRoom.size(), inRoom.size()));
  }
}
