package im.linnet.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a roster told, in order, as short words. */
final class Events implements Consumer<RosterEvent> {

  private final BlockingQueue<RosterEvent> events = new LinkedBlockingQueue<>();

  @Override
  public void accept(RosterEvent event) {
    events.add(event);
  }

  RosterEvent next() throws InterruptedException {
    RosterEvent event = events.poll(10, TimeUnit.SECONDS);
    assertThat(event).as("an event within 10 seconds").isNotNull();
    return event == null ? new RosterEvent.Removed(Contacts.of("nobody")) : event;
  }

  /** The next so many events. */
  List<String> next(int count) throws InterruptedException {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(word(next()));
    }
    return words;
  }

  /** What was told so far and not taken. */
  List<String> rest() {
    List<RosterEvent> rest = new ArrayList<>();
    events.drainTo(rest);
    return rest.stream().map(Events::word).toList();
  }

  static String word(RosterEvent event) {
    return event.getClass().getSimpleName() + " " + event.contact().jid().local();
  }
}
