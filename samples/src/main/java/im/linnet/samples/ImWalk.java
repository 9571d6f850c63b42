package im.linnet.samples;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.timeline.TimelineEntry;
import im.linnet.timeline.TimelineEntry.Way;
import java.io.IOException;
import java.util.List;

/** A day of two people with three devices. */
final class ImWalk {

  private static final List<String> BEFORE =
      List.of("But soft!", "It is my lady", "O, that she knew she were!");

  private final ImHost host;
  private final ImShelf shelf;
  private final ImWire wire;
  private final Timeline timeline;

  ImWalk(ImHost host, ImShelf shelf, ImWire wire, Timeline timeline) {
    this.host = host;
    this.shelf = shelf;
    this.wire = wire;
    this.timeline = timeline;
  }

  private ImDevice device(Jid user, String name) throws IOException {
    return ImDevice.of(host, user, name, shelf, wire);
  }

  void wholeWalk() throws Exception {
    try (ImDevice romeo = device(ImHost.ROMEO, "Romeo's phone");
        ImDevice laptop = device(ImHost.JULIET, "laptop")) {
      ImRoom room;
      try (ImDevice phone = device(ImHost.JULIET, "phone")) {
        room = new ImRoom(phone, laptop, romeo, host.room("balcony"), timeline);
        together(phone, laptop, romeo, room);
      }
      timeline.note("The phone is off");
      ImAbsence absence = new ImAbsence(laptop, romeo, room, timeline);
      absence.talkOn();
      try (ImDevice phone = device(ImHost.JULIET, "phone").online()) {
        absence.end(phone);
      }
    }
    timeline.note("All on " + host.server());
  }

  private void together(ImDevice phone, ImDevice laptop, ImDevice romeo, ImRoom room)
      throws Exception {
    ImContacts contacts = new ImContacts(phone, laptop, romeo, timeline);
    ImTalk talk = new ImTalk(phone, laptop, romeo, timeline);
    romeo.online();
    for (String text : BEFORE) {
      romeo.client().deliver(Message.chat(ImHost.JULIET, text)).join();
    }
    timeline.note("Romeo wrote %d messages while Juliet was away".formatted(BEFORE.size()));
    catchUp(phone);
    catchUp(laptop);
    contacts.meet();
    contacts.changePicture();
    talk.receipts();
    talk.correctAndReact();
    new ImFiles(phone, romeo, timeline).share();
    room.open();
    room.talk();
    room.remember();
  }

  private void catchUp(ImDevice device) throws InterruptedException {
    List<TimelineEntry> read = device.online().reads(BEFORE);
    long fromArchive = read.stream().filter(entry -> entry.way() == Way.ARCHIVE).count();
    timeline.note(
        "Juliet's %s signed in and caught up: %d messages, %d of them from the archive"
            .formatted(device.name(), read.size(), fromArchive));
  }
}
