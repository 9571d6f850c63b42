package im.linnet.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import im.linnet.connection.Dropped;
import im.linnet.connection.WireEvent;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.Redirect;
import im.linnet.failure.Where;
import im.linnet.file.OwnFile;
import im.linnet.file.OwnFile.Guard;
import im.linnet.observe.ClientListener;
import im.linnet.observe.Result;
import im.linnet.observe.StanzaKind;
import im.linnet.observe.Status;
import im.linnet.observe.WireListener;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is in the file, and what is not when it can't be written. */
@Timeout(120)
class TraceFileTest {

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("client.trace");
  }

  private static WireEvent sent(String xml) {
    return WireEvent.of(true, xml);
  }

  @Test
  void has_the_wire_and_the_events_in_order_each_with_its_time() throws Exception {
    Instant before = Instant.now();
    Files.writeString(file(), "an older trace\n".repeat(100));
    try (TraceFile trace = TraceFile.create(file())) {
      trace.listener().wire(sent("<presence/>"));
      trace.listener().wire(WireEvent.of(false, "<message><body>“ß”\u2028😀</body></message>"));
      trace.listener().bound(true, 1_500_000);
      assertThat(trace.path()).isEqualTo(file().toAbsolutePath());
      assertThat(trace.lost()).isZero();
    }
    List<JsonNode> lines = Traced.lines(file());
    assertThat(lines.get(0).path("linnet-trace").intValue()).isEqualTo(1);
    assertThat(Instant.parse(lines.get(0).path("start").asText())).isBetween(before, Instant.now());
    assertThat(lines.get(1).path("wire").asText()).isEqualTo("out");
    assertThat(lines.get(1).path("xml").asText()).isEqualTo("<presence/>");
    assertThat(lines.get(2).path("wire").asText()).isEqualTo("in");
    assertThat(lines.get(2).path("xml").asText())
        .isEqualTo("<message><body>“ß”\u2028😀</body></message>");
    assertThat(lines.get(3).path("event").asText()).isEqualTo("bound");
    assertThat(lines.get(3).path("resumed").asBoolean()).isTrue();
    assertThat(lines.get(3).path("nanos").asLong()).isEqualTo(1_500_000);
    assertThat(lines.get(4).path("event").asText()).isEqualTo("end");
    assertThat(lines).hasSize(5);
    assertThat(lines.stream().skip(1).map(line -> line.path("us").asLong(-1)))
        .isSorted()
        .allMatch(us -> us >= 0);
  }

  @Test
  void can_be_read_by_its_owner_alone() throws Exception {
    Files.writeString(file(), "");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    try (TraceFile trace = TraceFile.create(file())) {
      trace.listener().wire(sent("<presence/>"));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void fails_at_once_where_no_file_can_be() {
    assertThatIOException().isThrownBy(() -> TraceFile.create(folder.resolve("none/client.trace")));
  }

  private static final Where PLACE =
      Where.of(
          Phase.CONNECTING,
          Endpoint.startTls("xmpp.example.com", 5222),
          List.of(
              Redirect.of(Endpoint.startTls("front", 5222), "xmpp.example.com", Phase.OPENING)));

  /** One value of each type of parameter. */
  private static Object example(Class<?> type) {
    Map<Class<?>, Object> examples =
        Map.of(
            boolean.class, true,
            int.class, 7,
            long.class, 8L,
            Phase.class, Phase.BINDING,
            Result.class, Result.TIMED_OUT,
            Status.class, Status.WAITING,
            Dropped.Reason.class, Dropped.Reason.UNASKED,
            StanzaKind.class, StanzaKind.IQ,
            WireEvent.class, sent("<presence/>"));
    return type == Where.class ? PLACE : Objects.requireNonNull(examples.get(type), type.getName());
  }

  /** So that an event that is new in core is not forgotten here. */
  @Test
  void has_each_event_by_the_name_of_its_method() throws Exception {
    List<Method> events =
        Stream.of(ClientListener.class, WireListener.class)
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(method -> !method.isSynthetic())
            .filter(method -> !List.of("sent", "received", "wire").contains(method.getName()))
            .toList();
    try (TraceFile trace = TraceFile.create(file())) {
      for (Method event : events) {
        Object[] arguments =
            Arrays.stream(event.getParameters())
                .map(Parameter::getType)
                .map(TraceFileTest::example)
                .toArray();
        event.invoke(trace.listener(), arguments);
      }
    }
    List<JsonNode> lines = Traced.lines(file());
    assertThat(lines.stream().skip(1).map(line -> line.path("event").asText()))
        .containsExactlyElementsOf(
            Stream.concat(events.stream().map(Method::getName), Stream.of("end")).toList());
    assertThat(lines.stream().map(JsonNode::toString))
        .anyMatch(
            line ->
                line.endsWith(
                    "\"event\":\"reached\",\"phase\":\"CONNECTING\","
                        + "\"endpoint\":\"xmpp.example.com:5222\",\"redirects\":[\"front:5222\"]}"))
        .anyMatch(line -> line.endsWith("\"dropped\",\"reason\":\"UNASKED\"}"))
        .anyMatch(line -> line.endsWith("\"requestEnded\",\"result\":\"TIMED_OUT\",\"nanos\":8}"));
  }

  /** The wire has the answers and the stanzas. */
  @Test
  void does_not_repeat_what_the_wire_shows() throws Exception {
    try (TraceFile trace = TraceFile.create(file())) {
      trace.listener().sent(StanzaKind.IQ);
      trace.listener().received(StanzaKind.IQ);
      trace.listener().requestEnded(Result.SUCCEEDED, 1);
      trace.listener().requestEnded(Result.ERROR_ANSWER, 1);
    }
    assertThat(Traced.lines(file())).hasSize(2);
  }

  @Test
  void says_how_many_lines_did_not_fit() throws Exception {
    try (TraceFile trace = TraceFile.create(file(), 1_000)) {
      trace.listener().wire(sent("x".repeat(1_000)));
      trace.listener().wire(sent("y".repeat(1_000)));
      assertThat(trace.lost()).isEqualTo(2);
      trace.listener().wire(sent("<presence/>"));
    }
    assertThat(Traced.lines(file()).stream().skip(1).mapToLong(line -> line.path("count").asLong()))
        .hasSize(3)
        .contains(2L);
    assertThat(Files.readString(file())).contains("<presence/>").doesNotContain("xxx");
  }

  /** Whoever adds never waits, so a disk that hangs costs lines and nothing else. */
  @Test
  void nobody_waits_for_the_one_who_writes() {
    EntryQueue queue = new EntryQueue(100_000);
    Recorder recorder = new Recorder(queue);
    for (int i = 0; i < 10_000; i++) {
      recorder.dropped(Dropped.Reason.UNKNOWN);
    }
    assertThat(queue.lost()).isEqualTo(9_000);
    assertThat(queue.poll()).isNotNull();
    recorder.dropped(Dropped.Reason.UNKNOWN);
    assertThat(queue.lost()).isEqualTo(9_000);
    queue.close();
    recorder.dropped(Dropped.Reason.UNKNOWN);
    assertThat(queue.lost()).isEqualTo(9_001);
  }

  @Test
  void what_can_t_be_written_is_counted_and_has_a_place() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    Path file = gone.resolve("client.trace");
    EntryQueue queue = new EntryQueue(100_000);
    EntryWriter writer = new EntryWriter(new OwnFile(file, Guard.SECRET, ""), queue);
    writer.begin();
    new Recorder(queue).wire(sent("<one/>"));
    writer.writeAll();
    Files.delete(file);
    Files.delete(gone);
    new Recorder(queue).wire(sent("<two/>"));
    writer.writeAll();
    writer.writeAll(); // what it would say of the gap is not counted itself
    assertThat(queue.lost()).isEqualTo(1);
    Files.createDirectory(gone);
    new Recorder(queue).wire(sent("<three/>"));
    writer.writeAll();
    assertThat(Files.readString(file))
        .matches("(?s)\n\\{\"us\":\\d+,\"wire\":\"out\",\"xml\":\"<three/>\"}\n.*\"count\":1}\n");
  }
}
