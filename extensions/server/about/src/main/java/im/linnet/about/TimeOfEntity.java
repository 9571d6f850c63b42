package im.linnet.about;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A time of day with its offset from UTC (XEP-0202, section 2).
 *
 * @param time the time
 */
record TimeOfEntity(OffsetDateTime time) implements Payload {

  static final Type<TimeOfEntity> TYPE = new Type<>("time", EntityTime.NAMESPACE, TimeOfEntity::of);

  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx");

  /**
   * Reads an answer. An offset that can't be read is that of UTC.
   *
   * @throws IllegalArgumentException if it has no time
   */
  static TimeOfEntity of(Element element) {
    String utc = element.childText("utc");
    if (utc == null) {
      throw new IllegalArgumentException("utc: absent (expected: a time)");
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(utc.strip());
      return new TimeOfEntity(time.withOffsetSameInstant(offset(element.childText("tzo"))));
    } catch (DateTimeException malformed) {
      throw new IllegalArgumentException("utc: malformed (expected: a time by XEP-0082)", null);
    }
  }

  private static ZoneOffset offset(@Nullable String text) {
    try {
      return text == null ? ZoneOffset.UTC : ZoneOffset.of(text.strip());
    } catch (DateTimeException malformed) {
      return ZoneOffset.UTC;
    }
  }

  @Override
  public Element toElement() {
    return Element.builder("time", EntityTime.NAMESPACE)
        .child("tzo", OFFSET.format(time))
        .child("utc", time.toInstant().truncatedTo(ChronoUnit.SECONDS).toString())
        .build();
  }
}
