package im.linnet.samples;

import im.linnet.receipts.DeliveryState;
import im.linnet.receipts.DisplayedElsewhere;
import im.linnet.receipts.Receipts;
import im.linnet.receipts.TrackedMessage;
import im.linnet.references.Conversation;
import im.linnet.references.References;
import im.linnet.references.RevisedMessage;
import im.linnet.references.Revisions;
import im.linnet.stanza.Message;
import im.linnet.timeline.MessageTimeline;
import im.linnet.timeline.TimelineEntry;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Steps in private: receipts, copies, a correction and a reaction. */
final class ImTalk {

  private static final String TYPO = "Good night, good night, parking is such sweet sorrow";
  private static final String RIGHT = "Good night, good night, parting is such sweet sorrow";

  /** The conversation as a device shows it, in its latest state. */
  private static final class Screen {
    private final ImDevice device;
    private final Conversation conversation;
    private final Revisions revisions;
    private final Arrivals<RevisedMessage> shown = new Arrivals<>();

    Screen(ImDevice device, Conversation conversation) {
      this.device = device;
      this.conversation = conversation;
      this.revisions = new Revisions(conversation);
      device.get(MessageTimeline.class).onEntry(this::take);
    }

    private void take(TimelineEntry entry) {
      RevisedMessage revised = revisions.received(entry.message());
      if (revised != null) {
        shown.add(revised);
      }
    }

    RevisedMessage corrected() throws InterruptedException {
      return shown.await("the correction on the " + device.name(), now -> RIGHT.equals(now.text()));
    }

    RevisedMessage reaction() throws InterruptedException {
      return shown.await("the reaction on the " + device.name(), now -> !now.reactions().isEmpty());
    }
  }

  private final Screen phone;
  private final Screen laptop;
  private final Screen romeo;
  private final Timeline timeline;
  private final Arrivals<DisplayedElsewhere> readElsewhere = new Arrivals<>();

  ImTalk(ImDevice phone, ImDevice laptop, ImDevice romeo, Timeline timeline) {
    this.phone = new Screen(phone, phone.get(References.class).with(ImHost.ROMEO));
    this.laptop = new Screen(laptop, laptop.get(References.class).with(ImHost.ROMEO));
    this.romeo = new Screen(romeo, romeo.get(References.class).with(ImHost.JULIET));
    this.timeline = timeline;
    laptop.get(Receipts.class).onDisplayedElsewhere(readElsewhere::add);
  }

  /** Romeo learns that a message has arrived and was read, and so does the laptop. */
  void receipts() throws Exception {
    String text = "Wilt thou leave me so unsatisfied?";
    TrackedMessage sent = romeo.device.get(Receipts.class).send(romeo.conversation.message(text));
    Message received = phone.device.shows(text).message();
    reached(sent, DeliveryState.RECEIVED);
    timeline.note("Romeo: “%s”; he has the receipt of a device".formatted(text));

    phone.device.get(Receipts.class).displayed(received).join();
    reached(sent, DeliveryState.DISPLAYED);
    readElsewhere.await("what was read on the phone", read -> read.chat().equals(ImHost.ROMEO));
    timeline.note("Juliet read it on the phone; Romeo knows it, and so does the laptop");
  }

  private static void reached(TrackedMessage sent, DeliveryState state) throws Exception {
    try {
      sent.reached(state).get(20, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new IllegalStateException(
          "Waited 20 s in vain for the message to be %s; it is %s".formatted(state, sent.state()),
          late);
    }
  }

  /** What one device says, the other one shows. */
  void correctAndReact() throws InterruptedException {
    Message typo = phone.conversation.message(TYPO);
    phone.device.client().deliver(typo).join();
    romeo.device.shows(TYPO);
    TimelineEntry copy = laptop.device.shows(TYPO);
    timeline.note(
        "Juliet on the phone: “%s”; the laptop shows it, too (%s)".formatted(TYPO, copy.way()));

    phone.device.client().deliver(phone.conversation.correctionOf(typo, RIGHT)).join();
    RevisedMessage corrected = romeo.corrected();
    laptop.corrected();
    timeline.note("She corrected it; Romeo and the laptop show “%s”".formatted(corrected.text()));

    romeo
        .device
        .client()
        .deliver(romeo.conversation.reactionsTo(corrected.original(), Set.of("👍")))
        .join();
    RevisedMessage liked = phone.reaction();
    laptop.reaction();
    timeline.note("Romeo reacted to it; phone and laptop show " + liked.reactions());
  }
}
