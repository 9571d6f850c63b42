package im.linnet.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The meters of {@link ClientMeters}. Each sums up all clients that are watched. */
public enum ClientMeter implements MeterDocumentation {
  /** Clients by state, from the first attempt to connect until they are closed. */
  CLIENTS("linnet.clients", Meter.Type.GAUGE, "Clients by state", ClientKey.STATUS),
  /** Stanzas that wait for callbacks. */
  BACKLOG("linnet.backlog", Meter.Type.GAUGE, "Stanzas that wait for callbacks"),
  /** Their size in bytes. */
  BACKLOG_SIZE("linnet.backlog.size", Meter.Type.GAUGE, "Their size in bytes"),
  /** Clients that do not read, because too much waits for callbacks. */
  PAUSED(
      "linnet.paused",
      Meter.Type.GAUGE,
      "Clients that do not read, because too much waits for callbacks"),
  /** Streams bound or resumed. */
  STREAMS("linnet.streams", Meter.Type.COUNTER, "Streams bound or resumed", ClientKey.STREAM),
  /** Reconnects that the policy has ordered. */
  RECONNECTS(
      "linnet.reconnects", Meter.Type.COUNTER, "Reconnects that the ReconnectPolicy has ordered"),
  /** Stanzas received. */
  RECEIVED("linnet.stanzas.received", Meter.Type.COUNTER, "Stanzas received", ClientKey.STANZA),
  /** Stanzas sent. */
  SENT("linnet.stanzas.sent", Meter.Type.COUNTER, "Stanzas sent", ClientKey.STANZA),
  /** Stanzas received and delivered to no one. */
  DROPPED(
      "linnet.stanzas.dropped",
      Meter.Type.COUNTER,
      "Stanzas, and other elements, received and delivered to no one",
      ClientKey.REASON),
  /** Attempts to connect. */
  CONNECT(
      "linnet.connect",
      Meter.Type.TIMER,
      "Attempts to connect, over all endpoints and redirects",
      ClientKey.RESULT,
      ClientKey.PHASE),
  /** Attempts at one endpoint. */
  ENDPOINT(
      "linnet.endpoint",
      Meter.Type.TIMER,
      "Attempts at one endpoint",
      ClientKey.RESULT,
      ClientKey.PHASE),
  /** Connections of bound streams that have ended. */
  SESSION(
      "linnet.session",
      Meter.Type.TIMER,
      "How long connections of bound streams lasted, and why they ended",
      ClientKey.RESULT),
  /** Requests that have ended. */
  REQUEST(
      "linnet.request",
      Meter.Type.TIMER,
      "Requests, until the answer arrived or none was awaited any more",
      ClientKey.RESULT),
  /** Pauses in reading that are over. */
  PAUSE("linnet.pause", Meter.Type.TIMER, "Pauses in reading that are over"),
  /** Slow callbacks. */
  SLOW_CALLBACK(
      "linnet.callback.slow",
      Meter.Type.TIMER,
      "Callbacks that took longer than ClientBuilder.slowCallbacks allows");

  private final String name;
  private final Meter.Type type;
  private final String meaning;
  private final @Nullable ClientKey first;
  private final @Nullable ClientKey second;

  ClientMeter(String name, Meter.Type type, String meaning) {
    this(name, type, meaning, null, null);
  }

  ClientMeter(String name, Meter.Type type, String meaning, ClientKey key) {
    this(name, type, meaning, key, null);
  }

  ClientMeter(
      String name,
      Meter.Type type,
      String meaning,
      @Nullable ClientKey first,
      @Nullable ClientKey second) {
    this.name = name;
    this.type = type;
    this.meaning = meaning;
    this.first = first;
    this.second = second;
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

  /** {@return what it counts or measures} */
  public String meaning() {
    return meaning;
  }

  /** {@return the unit, or null for a plain number or a time} */
  @Override
  public @Nullable String getBaseUnit() {
    return this == BACKLOG_SIZE ? "bytes" : null;
  }

  /** {@return the keys of its tags} */
  @Override
  public KeyName[] getKeyNames() {
    return Stream.of(first, second).filter(key -> key != null).toArray(KeyName[]::new);
  }
}
