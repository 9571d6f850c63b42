package im.linnet.fleet.internal.wire;

import im.linnet.connection.SavedStream;
import im.linnet.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Streams as bytes. */
final class StreamCodec {

  /** No server keeps a stream for longer. */
  private static final long LONGEST_MILLIS = Duration.ofDays(3650).toMillis();

  private StreamCodec() {}

  static void write(WireWriter out, SavedStream saved) {
    String location = saved.location();
    out.text(saved.jid().toString())
        .text(saved.id())
        .number(saved.until().toEpochMilli())
        .number(saved.max().toMillis())
        .text(location == null ? "" : location)
        .number(saved.acknowledged())
        .number(saved.handled())
        .bytes(Stanzas.toBytes(saved.waiting()));
  }

  static SavedStream read(WireReader in) {
    SavedStream.Builder stream =
        SavedStream.builder(Jid.received(in.text()), in.text(), Instant.ofEpochMilli(in.number()));
    long max = in.number();
    if (max < 0 || max > LONGEST_MILLIS) {
      throw new IllegalArgumentException("A stream is kept for %d ms".formatted(max));
    }
    String location = in.text();
    return stream
        .max(Duration.ofMillis(max))
        .location(location.isEmpty() ? null : location)
        .acknowledged(count(in))
        .handled(count(in))
        .waiting(Stanzas.of(in.bytes()))
        .build();
  }

  private static long count(WireReader in) {
    long count = in.number();
    if (count < 0 || count > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("Count: %d (expected: 32 bits)".formatted(count));
    }
    return count;
  }

  static void writeOptional(WireWriter out, @Nullable SavedStream saved) {
    out.flag(saved != null);
    if (saved != null) {
      write(out, saved);
    }
  }

  static @Nullable SavedStream readOptional(WireReader in) {
    return in.flag() ? read(in) : null;
  }
}
