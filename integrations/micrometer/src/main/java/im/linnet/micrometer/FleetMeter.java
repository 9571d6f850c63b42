package im.linnet.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/** The meters of {@link FleetBinder}: those of one node, whose sums are the fleet's. */
public enum FleetMeter implements MeterDocumentation {
  /** What the node is to the others. */
  NODE(
      "linnet.fleet.node",
      Meter.Type.GAUGE,
      "1 for what the node is to the others, 0 for the rest",
      FleetKey.NODE),
  /** Whether the next node has a copy of each stream. */
  COVERED(
      "linnet.fleet.covered",
      Meter.Type.GAUGE,
      "1 if another node has a copy of each of this one's streams, 0 if not"),
  /** The members that this node sees. */
  MEMBERS(
      "linnet.fleet.members",
      Meter.Type.GAUGE,
      "Members that this node sees, itself included",
      FleetKey.MEMBER),
  /** Sessions that this node holds. */
  SESSIONS(
      "linnet.fleet.sessions", Meter.Type.GAUGE, "Sessions that this node holds", FleetKey.SESSION),
  /** Copies of other nodes' streams. */
  COPIES("linnet.fleet.copies", Meter.Type.GAUGE, "Copies of other nodes' streams"),
  /** Records that the next node has not confirmed. */
  WAITING(
      "linnet.fleet.records.waiting",
      Meter.Type.GAUGE,
      "Records that the next node has not confirmed"),
  /** Streams bound or resumed. */
  STREAMS(
      "linnet.fleet.streams",
      Meter.Type.COUNTER,
      "Streams bound or resumed by this node's sessions",
      FleetKey.STREAM),
  /** Sessions that came from other nodes, or went. */
  MOVES(
      "linnet.fleet.moves",
      Meter.Type.COUNTER,
      "Sessions taken up from others, handed over, and cut as others hold them",
      FleetKey.MOVE),
  /** Sessions handed over without their stream. */
  COPIED(
      "linnet.fleet.handovers.copied",
      Meter.Type.COUNTER,
      "Sessions handed over that go on from a copy, as their stream was not left in time"),
  /** Sends refused for lack of room. */
  REFUSED("linnet.fleet.sends.refused", Meter.Type.COUNTER, "Sends refused for lack of room"),
  /** Stanzas of former sessions of unknown fate. */
  UNCERTAIN(
      "linnet.fleet.stanzas.uncertain",
      Meter.Type.COUNTER,
      "Stanzas of former sessions of which nobody knows whether they arrived"),
  /** Records given to the next node. */
  RECORDS("linnet.fleet.records", Meter.Type.COUNTER, "Records given to the next node"),
  /** Messages that carried records. */
  BATCHES("linnet.fleet.batches", Meter.Type.COUNTER, "Messages that carried records"),
  /** Bytes of messages to other nodes. */
  BYTES("linnet.fleet.sent", Meter.Type.COUNTER, "Bytes of all messages to other nodes");

  private final String name;
  private final Meter.Type type;
  private final String meaning;
  private final @Nullable FleetKey key;

  FleetMeter(String name, Meter.Type type, String meaning) {
    this(name, type, meaning, null);
  }

  FleetMeter(String name, Meter.Type type, String meaning, @Nullable FleetKey key) {
    this.name = name;
    this.type = type;
    this.meaning = meaning;
    this.key = key;
  }

  /** {@return the name, with dots} */
  @Override
  public String getName() {
    return name;
  }

  /** {@return the kind} */
  @Override
  public Meter.Type getType() {
    return type;
  }

  /** {@return what it counts} */
  public String meaning() {
    return meaning;
  }

  /** {@return the unit, or null for a plain number} */
  @Override
  public @Nullable String getBaseUnit() {
    return this == BYTES ? "bytes" : null;
  }

  /** {@return the keys of its tags} */
  @Override
  public KeyName[] getKeyNames() {
    return key == null ? new KeyName[0] : new KeyName[] {key};
  }
}
