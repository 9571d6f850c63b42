package im.linnet.connection;

import im.linnet.jid.Jid;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import im.linnet.xml.StreamParseException;
import im.linnet.xml.StreamWriter;
import im.linnet.xml.WholeStream;
import im.linnet.xml.XmlLimits;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A suspended managed stream (XEP-0198, section 5), which another client can resume, such as that
 * of the same program after a restart.
 *
 * <p>It holds sent stanzas and the resumption id, which anyone who can sign in as the user could
 * use: protect it like the user's messages.
 *
 * <p>Immutable value. {@code XmppClient.suspend()} and {@link #of(byte[])} make them; {@link
 * #builder} is for tests.
 */
public final class SavedStream {

  private static final String NAMESPACE = "urn:linnet:saved-stream:1";
  private static final int LARGEST = 64 << 20;

  /** Assumed if the server gives no time; short enough for all known servers. */
  public static final Duration USUAL_MAX = Duration.ofMinutes(5);

  private final Jid jid;
  private final String id;
  private final Instant until;
  private final Duration max;
  private final @Nullable String location;
  private final long acknowledged;
  private final long handled;
  private final List<Element> waiting;

  private SavedStream(Builder builder) {
    jid = builder.jid;
    id = builder.id;
    until = builder.until;
    max = builder.max;
    location = builder.location;
    acknowledged = builder.acknowledged;
    handled = builder.handled;
    waiting = builder.waiting;
  }

  /**
   * Begins a stream without location and stanzas.
   *
   * @param jid the address that was bound
   * @param id the resumption id of the stream
   * @param until when the server discards the stream, by the clock of this machine
   * @return a builder, for one thread
   */
  public static Builder builder(Jid jid, String id, Instant until) {
    return new Builder(jid, id, until);
  }

  /** {@return the address that was bound} */
  public Jid jid() {
    return jid;
  }

  /** {@return the resumption id of the stream} */
  public String id() {
    return id;
  }

  /** {@return when the server discards the stream, by the clock of this machine} */
  public Instant until() {
    return until;
  }

  /** {@return how long after its loss the server keeps the stream; 5 minutes if it did not say} */
  public Duration max() {
    return max;
  }

  /** {@return the server's preferred location for resumption, or null} */
  public @Nullable String location() {
    return location;
  }

  /** {@return the number of stanzas the server has acknowledged, modulo 2^32} */
  public long acknowledged() {
    return acknowledged;
  }

  /** {@return the number of the server's stanzas that were handled, modulo 2^32} */
  public long handled() {
    return handled;
  }

  /**
   * {@return the stanzas to send again: those sent and not acknowledged, then those not sent, in
   * order}
   */
  public List<Element> waiting() {
    return waiting;
  }

  /** {@return the stream in a form that {@link #of(byte[])} reads} */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StreamWriter writer = new StreamWriter(bytes, Stanza.NAMESPACE);
    writer.open(jid.domain(), null, null);
    writer.write(
        Element.builder("saved", NAMESPACE)
            .attribute("jid", jid.toString())
            .attribute("id", id)
            .attribute("until", until.toString())
            .attribute("max", max.toString())
            .attribute("location", location)
            .attribute("acknowledged", Long.toString(acknowledged))
            .attribute("handled", Long.toString(handled))
            .build());
    waiting.forEach(writer::write);
    writer.close();
    return bytes.toByteArray();
  }

  /**
   * Reads the result of {@link #toBytes}.
   *
   * @param bytes the serialised stream
   * @return the stream
   * @throws IllegalArgumentException if the bytes are not a saved stream, or truncated
   */
  public static SavedStream of(byte[] bytes) {
    WholeStream read;
    try {
      read =
          WholeStream.of(
              bytes, XmlLimits.session().withStanzaBytes(LARGEST).withTextBytes(LARGEST));
    } catch (StreamParseException malformed) {
      throw new IllegalArgumentException(
          "The saved stream can't be read: " + malformed.getMessage(), malformed);
    }
    List<Element> elements = read.elements();
    Element saved = elements.isEmpty() ? null : elements.get(0);
    if (!read.closed() || saved == null || !saved.is("saved", NAMESPACE)) {
      throw new IllegalArgumentException("The saved stream is not one, or is cut off");
    }
    return of(saved, elements.subList(1, elements.size()));
  }

  private static SavedStream of(Element saved, List<Element> waiting) {
    String max = saved.attribute("max");
    try {
      return builder(
              Jid.received(required(saved, "jid")),
              required(saved, "id"),
              Instant.parse(required(saved, "until")))
          .max(max == null ? USUAL_MAX : Duration.parse(max))
          .location(saved.attribute("location"))
          .acknowledged(Long.parseLong(required(saved, "acknowledged")))
          .handled(Long.parseLong(required(saved, "handled")))
          .waiting(waiting)
          .build();
    } catch (DateTimeException malformed) {
      throw new IllegalArgumentException("The saved stream has a malformed time", malformed);
    }
  }

  private static String required(Element saved, String name) {
    String value = saved.attribute(name);
    if (value == null) {
      throw new IllegalArgumentException("The saved stream lacks its attribute " + name);
    }
    return value;
  }

  private List<@Nullable Object> parts() {
    return Arrays.asList(jid, id, until, max, location, acknowledged, handled, waiting);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SavedStream stream && parts().equals(stream.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  /** {@return a description without the id and the stanzas} */
  @Override
  public String toString() {
    return "stream of %s, %d stanzas not acknowledged, until %s"
        .formatted(jid, waiting.size(), until);
  }

  /** Sets up a {@link SavedStream}. */
  public static final class Builder {

    private final Jid jid;
    private final String id;
    private final Instant until;
    private Duration max = USUAL_MAX;
    private @Nullable String location;
    private long acknowledged;
    private long handled;
    private List<Element> waiting = List.of();

    private Builder(Jid jid, String id, Instant until) {
      this.jid = Objects.requireNonNull(jid, "jid");
      this.id = Objects.requireNonNull(id, "id");
      this.until = Objects.requireNonNull(until, "until");
    }

    /**
     * Sets how long after its loss the server keeps the stream.
     *
     * @param time the time
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder max(Duration time) {
      if (time.isNegative()) {
        throw new IllegalArgumentException("time: %s (expected: >= 0)".formatted(time));
      }
      max = time;
      return this;
    }

    /**
     * Sets the server's preferred location for resumption.
     *
     * @param preferred the location, or null
     * @return this builder
     */
    public Builder location(@Nullable String preferred) {
      location = preferred;
      return this;
    }

    /**
     * Sets the number of stanzas the server has acknowledged.
     *
     * @param number the number, modulo 2^32
     * @return this builder
     */
    public Builder acknowledged(long number) {
      acknowledged = number;
      return this;
    }

    /**
     * Sets the number of the server's stanzas that were handled.
     *
     * @param number the number, modulo 2^32
     * @return this builder
     */
    public Builder handled(long number) {
      handled = number;
      return this;
    }

    /**
     * Sets the stanzas to send again.
     *
     * @param stanzas those sent and not acknowledged, then those not sent, in order
     * @return this builder
     */
    public Builder waiting(List<Element> stanzas) {
      waiting = List.copyOf(stanzas);
      return this;
    }

    /** {@return the stream} */
    public SavedStream build() {
      return new SavedStream(this);
    }
  }
}
