package im.linnet.fleet.internal.wire;

/** Records as bytes. */
final class RecordCodec {

  private RecordCodec() {}

  static void write(WireWriter out, StreamRecord entry) {
    out.text(entry.account()).number(entry.epoch()).number(entry.revision());
    StreamRecord.Change change = entry.change();
    if (change instanceof StreamRecord.Opened opened) {
      StreamCodec.write(out.octet(1), opened.whole());
    } else if (change instanceof StreamRecord.Sent sent) {
      out.octet(2).bytes(Stanzas.toBytes(sent.stanzas()));
    } else if (change instanceof StreamRecord.Acked acked) {
      out.octet(3).number(acked.h());
    } else if (change instanceof StreamRecord.Handled handled) {
      out.octet(4).number(handled.h());
    } else {
      out.octet(5);
    }
  }

  static StreamRecord read(WireReader in) {
    return new StreamRecord(in.text(), in.number(), in.number(), change(in, in.octet()));
  }

  private static StreamRecord.Change change(WireReader in, int kind) {
    return switch (kind) {
      case 1 -> new StreamRecord.Opened(StreamCodec.read(in));
      case 2 -> new StreamRecord.Sent(Stanzas.of(in.bytes()));
      case 3 -> new StreamRecord.Acked(in.number());
      case 4 -> new StreamRecord.Handled(in.number());
      case 5 -> new StreamRecord.Ended();
      default -> throw new IllegalArgumentException("Unknown kind of a record: " + kind);
    };
  }
}
