package im.linnet.test;

import im.linnet.connection.Dropped;
import im.linnet.failure.XmppException;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a {@link HostileServer} led to. A value; the text shows all of it. */
public final class HostileRun {

  private static final Pattern ID = Pattern.compile(" id=\"[^\"]*\"");

  private final @Nullable XmppException failure;
  private final List<Stanza> received;
  private final List<Dropped> dropped;
  private final List<String> outcomes;
  private final List<String> events;
  private final String written;

  HostileRun(
      @Nullable XmppException failure, List<Object> events, List<String> outcomes, String written) {
    this.failure = failure;
    received = events.stream().filter(Stanza.class::isInstance).map(Stanza.class::cast).toList();
    dropped = events.stream().filter(Dropped.class::isInstance).map(Dropped.class::cast).toList();
    this.events =
        events.stream().map(HostileRun::text).map(text -> numbered(text, written)).toList();
    this.outcomes = List.copyOf(outcomes);
    this.written = written;
  }

  /** A text in which the ids that the client made up are the same in each run. */
  private static String numbered(String text, String written) {
    Matcher made = ID.matcher(written);
    String same = text;
    for (int i = 1; made.find(); i++) {
      same = same.replace(made.group(), " id=\"#" + i + "\"");
    }
    return same;
  }

  private static String text(Object event) {
    if (event instanceof Stanza stanza) {
      return stanza.element().toXml();
    }
    if (event instanceof Dropped dropped) {
      return dropped.reason() + " " + dropped.stanza().toXml();
    }
    return event.getClass().getSimpleName();
  }

  /** {@return why the first connection failed or ended, or null if the client closed it} */
  public @Nullable XmppException failure() {
    return failure;
  }

  /** {@return the messages and presences that reached the general subscribers, in order} */
  public List<Stanza> received() {
    return received;
  }

  /** {@return the bodies of the messages received; empty texts for those without} */
  public List<String> bodies() {
    return received.stream()
        .filter(Message.class::isInstance)
        .map(message -> Objects.requireNonNullElse(((Message) message).body(), ""))
        .toList();
  }

  /** {@return what the client dropped, in order} */
  public List<Dropped> dropped() {
    return dropped;
  }

  /**
   * Shows how the calls of {@link HostileServer#calling} ended.
   *
   * @return a text for each: the value, or the kind of the failure with its reason or condition
   */
  public List<String> outcomes() {
    return outcomes;
  }

  /** {@return all that the client has sent on the first connection} */
  public String written() {
    return written;
  }

  /** Whether another run led to the same, apart from what was sent. */
  boolean same(HostileRun other) {
    return events.equals(other.events)
        && outcomes.equals(other.outcomes)
        && HostilePlay.text(failure).equals(HostilePlay.text(other.failure));
  }

  /** {@return all events, the outcomes of calls, and the failure} */
  @Override
  public String toString() {
    return String.join("\n", events)
        + "\ncalls: "
        + outcomes
        + "\nfailure: "
        + HostilePlay.text(failure);
  }
}
