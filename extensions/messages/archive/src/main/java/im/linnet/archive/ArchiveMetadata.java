package im.linnet.archive;

import im.linnet.delay.Delay;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The range of an archive (XEP-0313, section 5). Immutable. */
public final class ArchiveMetadata {

  /**
   * The first or the last message.
   *
   * @param id its id
   * @param time when it was archived
   */
  public record Entry(String id, Instant time) {}

  private final @Nullable Entry start;
  private final @Nullable Entry end;

  private ArchiveMetadata(@Nullable Entry start, @Nullable Entry end) {
    this.start = start;
    this.end = end;
  }

  /**
   * Reads metadata.
   *
   * @param element the {@code <metadata/>}
   * @return the metadata
   * @throws IllegalArgumentException if it is another element, or an entry is malformed
   */
  public static ArchiveMetadata of(Element element) {
    if (!element.is("metadata", MessageArchive.NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <metadata xmlns='%s'/>)"
              .formatted(element, MessageArchive.NAMESPACE));
    }
    return new ArchiveMetadata(entry(element, "start"), entry(element, "end"));
  }

  static ArchiveMetadata in(Iq answer) {
    Element payload = answer.payload();
    if (payload == null) {
      throw new IllegalArgumentException("answer: without <metadata/>");
    }
    return of(payload);
  }

  private static @Nullable Entry entry(Element metadata, String name) {
    Element entry = metadata.child(name, MessageArchive.NAMESPACE);
    if (entry == null) {
      return null;
    }
    String id = entry.attribute("id");
    if (id == null) {
      throw new IllegalArgumentException(name + ": without id");
    }
    Element stamp =
        Element.builder("delay", Delay.NAMESPACE)
            .attribute("stamp", entry.attribute("timestamp"))
            .build();
    return new Entry(id, Delay.of(stamp).stamp());
  }

  /** {@return the oldest message, or null if the archive is empty} */
  public @Nullable Entry start() {
    return start;
  }

  /** {@return the latest message, or null if the archive is empty} */
  public @Nullable Entry end() {
    return end;
  }

  @Override
  public String toString() {
    return "ArchiveMetadata[start=%s, end=%s]".formatted(start, end);
  }
}
