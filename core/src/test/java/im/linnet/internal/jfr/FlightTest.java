package im.linnet.internal.jfr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.Dropped;
import im.linnet.failure.Phase;
import im.linnet.observe.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Alone in its JVM, as other clients would be recorded too. */
@Isolated
@Timeout(120)
class FlightTest {

  private static final Set<String> OF_THE_JDK =
      Set.of("startTime", "duration", "eventThread", "stackTrace");

  @TempDir private Path folder;

  private static Flight flight() {
    return (Flight) java.util.Objects.requireNonNull(Flight.ofClient());
  }

  private static void all(Flight flight) {
    flight.endpointTried(Phase.SECURING, Result.TLS_FAILED, 1_000);
    flight.notBound(Phase.CONNECTING, Result.ALL_FAILED, 2_000);
    flight.bound(true, 3_000);
    flight.ended(Result.STREAM_ERROR, 4_000);
    flight.reconnecting(7, 5_000);
    flight.readingPaused(11, 12);
    flight.readingResumed(6_000);
    flight.slowCallback(7_000);
    flight.dropped(Dropped.Reason.UNASKED);
  }

  @Test
  void each_event_is_written_with_what_it_says() throws Exception {
    Flight flight = flight();
    Flight another = flight();
    List<String> events;
    try (Recording recording = new Recording()) {
      for (EventType type : types()) {
        recording.enable(type.getName());
      }
      recording.start();
      assertThat(flight.wantsSlowCallbacks()).isTrue();
      all(flight);
      another.bound(false, 1);
      recording.stop();
      Path file = folder.resolve("flight.jfr");
      recording.dump(file);
      events =
          RecordingFile.readAllEvents(file).stream()
              .filter(event -> event.getEventType().getName().startsWith("im.linnet."))
              .filter(event -> event.getInt("client") == flight.client())
              .map(FlightTest::words)
              .toList();
    }
    assertThat(events)
        .containsExactlyInAnyOrder(
            "EndpointAttempt phase=SECURING result=TLS_FAILED elapsed=1000",
            "ConnectionAttempt phase=CONNECTING result=ALL_FAILED elapsed=2000",
            "ConnectionAttempt phase=SESSION result=SUCCEEDED elapsed=3000",
            "StreamBound resumed=true",
            "StreamEnded result=STREAM_ERROR elapsed=4000",
            "Reconnect attempts=7 delay=5000",
            "ReadingPaused stanzas=11 bytes=12",
            "ReadingResumed elapsed=6000",
            "SlowCallback elapsed=7000",
            "StanzaDropped reason=UNASKED");
  }

  private static String words(RecordedEvent event) {
    return event.getEventType().getName().replace("im.linnet.", "")
        + event.getFields().stream()
            .map(ValueDescriptor::getName)
            .filter(name -> !OF_THE_JDK.contains(name) && !name.equals("client"))
            .map(name -> " " + name + "=" + event.getValue(name))
            .collect(Collectors.joining());
  }

  @Test
  void nothing_is_wanted_while_nothing_is_recorded() {
    assertThat(flight().wantsSlowCallbacks()).isFalse();
  }

  /** All types of this library; the recorder knows a type once it was used. */
  private static List<EventType> types() {
    assertThat(FlightRecorder.getFlightRecorder()).isNotNull();
    all(flight());
    return FlightRecorder.getFlightRecorder().getEventTypes().stream()
        .filter(type -> type.getName().startsWith("im.linnet."))
        .toList();
  }

  @Test
  void the_page_lists_each_event_with_its_fields() throws Exception {
    List<String> expected =
        types().stream()
            .map(
                type ->
                    "| `%s` | %s | %s |"
                        .formatted(
                            type.getName(),
                            type.getDescription(),
                            type.getFields().stream()
                                .map(ValueDescriptor::getName)
                                .filter(name -> !OF_THE_JDK.contains(name))
                                .map("`%s`"::formatted)
                                .collect(Collectors.joining(", "))))
            .toList();
    try (var lines = Files.lines(Path.of("..", "docs", "observability.md"), UTF_8)) {
      assertThat(lines.filter(line -> line.startsWith("| `im.linnet.")).toList())
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
