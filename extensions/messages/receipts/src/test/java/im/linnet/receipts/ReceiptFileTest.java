package im.linnet.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import im.linnet.receipts.StoredMessage.Kind;
import im.linnet.stanza.StanzaError.Condition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of receipts. */
@Timeout(120)
class ReceiptFileTest {

  @TempDir private Path folder;

  private Path path() {
    return folder.resolve("receipts");
  }

  private ReceiptFile file(int most) {
    return new ReceiptFile(path(), most);
  }

  private static StoredMessage message(String id, DeliveryState state) {
    return new StoredMessage(Jid.of("romeo@localhost"), id, Kind.ONE_TO_ONE, state, null);
  }

  private static void write(ReceiptStore store, StoredMessage... changed) throws Exception {
    store.write(List.of(changed)).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static List<StoredMessage> read(ReceiptStore store) throws Exception {
    return store.read().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void is_empty_until_there_is_something_to_keep() throws Exception {
    assertThat(read(file(10))).isEmpty();
    assertThat(path()).doesNotExist();
  }

  @Test
  void keeps_what_was_written_last_in_the_order_of_sending() throws Exception {
    StoredMessage odd =
        new StoredMessage(
            Jid.of("garden@rooms.localhost/A b\u00e9"),
            "an id\nwith %20 + \ud83c\udf39",
            Kind.ONE_TO_ONE,
            DeliveryState.FAILED,
            Condition.SERVICE_UNAVAILABLE);
    StoredMessage room =
        new StoredMessage(
            Jid.of("garden@rooms.localhost"), "r", Kind.ROOM, DeliveryState.ACKNOWLEDGED, null);
    ReceiptFile first = file(10);
    write(first, message("a", DeliveryState.PENDING), odd);
    write(first, room, message("a", DeliveryState.RECEIVED));
    assertThat(read(file(10))).containsExactly(message("a", DeliveryState.RECEIVED), odd, room);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
  }

  @Test
  void stays_small() throws Exception {
    ReceiptFile file = file(5);
    for (int i = 0; i < 1_000; i++) {
      write(file, message("m" + i, DeliveryState.PENDING));
    }
    assertThat(Files.readAllLines(path())).hasSizeLessThanOrEqualTo(2 * 5 + 64);
    assertThat(read(file(5)))
        .extracting(StoredMessage::id)
        .containsExactly("m995", "m996", "m997", "m998", "m999");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(path());
    }
  }

  @Test
  void survives_a_line_that_was_not_written_completely() throws Exception {
    write(file(10), message("a", DeliveryState.SENT), message("b", DeliveryState.SENT));
    Files.writeString(path(), "displayed one_to_one rom", StandardOpenOption.APPEND);
    ReceiptFile file = file(10);
    assertThat(read(file)).hasSize(2);
    write(file, message("a", DeliveryState.DISPLAYED));
    assertThat(read(file(10)))
        .containsExactly(message("a", DeliveryState.DISPLAYED), message("b", DeliveryState.SENT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root:x:0:0:root:/root:/bin/sh",
        "sent one_to_one romeo%40localhost",
        "sent one_to_one romeo%40localhost a b c",
        "sent elsewhere romeo%40localhost a",
        "gone one_to_one romeo%40localhost a",
        "sent one_to_one %40%40 a",
        "sent one_to_one romeo%40localhost %zz",
        "sent one_to_one romeo%40localhost ",
        "failed one_to_one romeo%40localhost a no_condition",
        ""
      })
  void another_file_is_neither_read_nor_overwritten(String line) throws Exception {
    write(file(10), message("a", DeliveryState.SENT));
    Files.writeString(path(), line + "\n");
    ReceiptFile file = file(10);
    assertThatThrownBy(() -> read(file))
        .hasCauseInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("something other than receipts");
    assertThatThrownBy(() -> write(file, message("b", DeliveryState.SENT)))
        .hasCauseInstanceOf(UncheckedIOException.class);
    assertThat(Files.readString(path())).isEqualTo(line + "\n");
  }

  @Test
  void a_file_that_others_may_read_is_not_used() throws Exception {
    write(file(10), message("a", DeliveryState.SENT));
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> read(file(10))).hasMessageContaining("chmod 600");
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-------"));
    assertThat(read(file(10))).hasSize(1);
  }

  @Test
  void a_folder_that_is_missing_fails_the_write_and_later_ones_succeed() throws Exception {
    Path below = folder.resolve("later");
    ReceiptFile file = new ReceiptFile(below.resolve("receipts"), 10);
    assertThatThrownBy(() -> write(file, message("a", DeliveryState.SENT)))
        .hasCauseInstanceOf(UncheckedIOException.class)
        .hasRootCauseInstanceOf(IOException.class);
    Files.createDirectory(below);
    write(file, message("b", DeliveryState.SENT));
    assertThat(read(file)).extracting(StoredMessage::id).containsExactly("a", "b");
  }

  @Test
  void a_store_in_memory_is_bounded_too() throws Exception {
    ReceiptStore memory = new ReceiptMemory(2);
    List<StoredMessage> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(message("m" + i, DeliveryState.SENT));
    }
    write(memory, all.toArray(StoredMessage[]::new));
    write(memory, message("m3", DeliveryState.RECEIVED));
    assertThat(read(memory))
        .containsExactly(message("m3", DeliveryState.RECEIVED), message("m4", DeliveryState.SENT));
  }
}
