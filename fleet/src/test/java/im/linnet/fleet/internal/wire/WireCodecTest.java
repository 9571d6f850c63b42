package im.linnet.fleet.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.SavedStream;
import im.linnet.fleet.AccountState;
import im.linnet.fleet.internal.wire.FleetMessage.Outcome;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireCodecTest {

  private static final String ACCOUNT = "bot7@example.com";
  private static final Element HELLO =
      Message.chat(Jid.of("romeo@example.com"), "Hello <you> & \"ünïcode\" \uD83D\uDC26").element();

  static SavedStream stream(String id, int waiting) {
    return SavedStream.builder(Jid.of(ACCOUNT + "/r"), id, Instant.parse("2026-01-01T00:00:00Z"))
        .max(Duration.ofMinutes(10))
        .location("xmpp.example.com:5222")
        .acknowledged(0xFFFF_FFFFL)
        .handled(17)
        .waiting(java.util.Collections.nCopies(waiting, HELLO))
        .build();
  }

  static Stream<FleetMessage> messages() {
    List<StreamRecord> records =
        List.of(
            new StreamRecord(ACCOUNT, 1, 1, new StreamRecord.Opened(stream("a", 2))),
            new StreamRecord(ACCOUNT, 1, 2, new StreamRecord.Sent(List.of(HELLO, HELLO))),
            new StreamRecord(ACCOUNT, 1, 3, new StreamRecord.Acked(0xFFFF_FFFFL)),
            new StreamRecord(ACCOUNT, 1, 4, new StreamRecord.Handled(5)),
            new StreamRecord(ACCOUNT, 1, 5, new StreamRecord.Ended()));
    return Stream.of(
        new FleetMessage.Ensure(ACCOUNT, true),
        new FleetMessage.TakeUp(ACCOUNT, Long.MAX_VALUE, "10.0.0.1:7001", stream("b", 3)),
        new FleetMessage.TakeUp(ACCOUNT, 2, "", null),
        new FleetMessage.Deliver(ACCOUNT, HELLO),
        new FleetMessage.Ask(ACCOUNT),
        new FleetMessage.Release("ünï@exämple.com"),
        new FleetMessage.Ensured(),
        new Outcome(Outcome.Result.UNCERTAIN, "nobody knows"),
        new FleetMessage.Told(new AccountState.Absent()),
        new FleetMessage.Told(new AccountState.Connecting("a:1")),
        new FleetMessage.Told(new AccountState.Online("a:1")),
        new FleetMessage.Told(new AccountState.Interrupted("a:1", "cut")),
        new FleetMessage.Told(new AccountState.Failed("a:1", "password")),
        new FleetMessage.Told(new AccountState.Leaving("a:1")),
        new FleetMessage.SignIn("example.com", ACCOUNT, true, 600_000),
        new FleetMessage.Permitted(),
        new FleetMessage.Batch(-1, 7, true, records),
        new FleetMessage.Batch(5, 8, false, List.of()),
        new FleetMessage.BatchDone(7, List.of(ACCOUNT)),
        new FleetMessage.BatchRefused(7, true),
        new FleetMessage.MayConnect(Long.MIN_VALUE, ACCOUNT, 3),
        new FleetMessage.Word(3, false),
        new FleetMessage.TakenUp(ACCOUNT, 4),
        new FleetMessage.Forget(-5),
        new FleetMessage.Claim(9, List.of(ACCOUNT, "b@example.com")),
        new FleetMessage.Claimed(
            9,
            true,
            List.of(
                new Held(ACCOUNT, 4, 3, 12, stream("c", 1)),
                new Held("b@example.com", 4, 3, 12, null))),
        new FleetMessage.RoundDone());
  }

  @Test
  void each_kind_of_message_is_among_those_tested() {
    assertThat(messages().map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(kinds(FleetMessage.class));
  }

  private static List<Class<?>> kinds(Class<?> type) {
    return Arrays.stream(type.getPermittedSubclasses())
        .<Class<?>>flatMap(
            kind -> kind.isInterface() ? kinds(kind).stream() : Stream.<Class<?>>of(kind))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_message_is_read_as_it_was_written(FleetMessage message) {
    assertThat(WireCodec.read(WireCodec.write(message))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_message_that_is_cut_off_anywhere_is_refused(FleetMessage message) {
    byte[] whole = WireCodec.write(message);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> WireCodec.read(cut))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void bytes_that_follow_a_message_are_refused(FleetMessage message) {
    byte[] whole = WireCodec.write(message);
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThatIllegalArgumentException().isThrownBy(() -> WireCodec.read(longer));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_message_with_changed_bytes_is_read_or_refused_and_nothing_else(FleetMessage message) {
    Random random = new Random(1);
    byte[] whole = WireCodec.write(message);
    for (int i = 0; i < 300; i++) {
      byte[] changed = whole.clone();
      for (int j = 0; j <= i % 3; j++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(WireCodec.read(changed)).isNotNull();
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageNotContaining("Hello");
      }
    }
  }

  @Test
  void another_version_is_refused() {
    byte[] bytes = WireCodec.write(new FleetMessage.Ensured());
    bytes[0] = 2;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WireCodec.read(bytes))
        .withMessageContaining("version 2");
  }

  @Test
  void an_unknown_kind_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> WireCodec.read(new byte[] {1, 99}));
  }

  @Test
  void a_length_beyond_the_message_takes_no_memory() {
    byte[] claim = {1, 18, 1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WireCodec.read(claim))
        .withMessageContaining("exceeds");
  }

  @Test
  void a_number_without_an_end_is_refused() {
    byte[] forget = new byte[14];
    Arrays.fill(forget, (byte) 0xFF);
    forget[0] = 1;
    forget[1] = 17;
    assertThatIllegalArgumentException().isThrownBy(() -> WireCodec.read(forget));
  }

  @Test
  void a_stream_too_large_for_a_frame_is_not_copied() {
    Element large = Message.chat(Jid.of("romeo@example.com"), "x".repeat(100_000)).element();
    SavedStream saved =
        SavedStream.builder(Jid.of(ACCOUNT + "/r"), "id", Instant.EPOCH)
            .waiting(java.util.Collections.nCopies(40, large))
            .build();
    StreamRecord opened = new StreamRecord(ACCOUNT, 1, 1, new StreamRecord.Opened(saved));
    assertThat(opened.sendable().change()).isEqualTo(new StreamRecord.Ended());
    assertThat(Sizes.sendable(saved)).isNull();
    assertThat(Sizes.sendable(stream("a", 3))).isNotNull();
  }
}
