package im.linnet.upload;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import im.linnet.xml.Languages;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a file (XEP-0446), everything optional. Immutable value; parts that can't be
 * read are absent.
 */
public final class FileMetadata implements Payload {

  /** The namespace. */
  public static final String NAMESPACE = "urn:xmpp:file:metadata:0";

  /** Reads the payload. */
  public static final Type<FileMetadata> TYPE = new Type<>("file", NAMESPACE, FileMetadata::of);

  private static final String THUMBNAILS = "urn:xmpp:thumbs:1";
  private static final int MAX_HASHES = 16;
  private static final int MAX_THUMBNAILS = 16;

  private final @Nullable String name;
  private final @Nullable String mediaType;
  private final @Nullable Long size;
  private final @Nullable Instant date;
  private final @Nullable String description;
  private final @Nullable Integer width;
  private final @Nullable Integer height;
  private final @Nullable Duration length;
  private final List<FileHash> hashes;
  private final List<Element> thumbnails;

  private FileMetadata(Builder parts) {
    name = parts.name;
    mediaType = parts.mediaType;
    size = parts.size;
    date = parts.date;
    description = parts.description;
    width = parts.width;
    height = parts.height;
    length = parts.length;
    hashes = List.copyOf(parts.hashes);
    thumbnails = List.copyOf(parts.thumbnails);
  }

  /** {@return a builder, for one thread} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads the metadata.
   *
   * @param file the {@code <file/>}
   * @return the metadata, with the description in any language
   * @throws IllegalArgumentException if it is another element
   */
  public static FileMetadata of(Element file) {
    return of(file, Languages.ANY);
  }

  /**
   * Reads the metadata.
   *
   * @param file the {@code <file/>}
   * @param languages chooses among descriptions in several languages
   * @return the metadata
   * @throws IllegalArgumentException if it is another element
   */
  public static FileMetadata of(Element file, Languages languages) {
    if (!file.is("file", NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <file xmlns='%s'/>)".formatted(file, NAMESPACE));
    }
    Builder parts = builder();
    parts.name = file.childText("name");
    parts.mediaType = file.childText("media-type");
    parts.size = number(file.childText("size"));
    parts.date = time(file.childText("date"));
    parts.description = file.childText("desc", languages);
    parts.width = pixels(file.childText("width"));
    parts.height = pixels(file.childText("height"));
    Long millis = number(file.childText("length"));
    parts.length = millis == null ? null : Duration.ofMillis(millis);
    for (Element hash : file.children("hash", FileHash.NAMESPACE)) {
      parts.addIfReadable(hash);
    }
    file.children("thumbnail", THUMBNAILS).stream()
        .limit(MAX_THUMBNAILS)
        .forEach(parts.thumbnails::add);
    return parts.build();
  }

  private static @Nullable Long number(@Nullable String text) {
    try {
      long number = text == null ? -1 : Long.parseLong(text.strip());
      return number < 0 ? null : number;
    } catch (NumberFormatException malformed) {
      return null;
    }
  }

  private static @Nullable Integer pixels(@Nullable String text) {
    Long number = number(text);
    return number == null || number > Integer.MAX_VALUE ? null : number.intValue();
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeException malformed) {
      return null;
    }
  }

  /** {@return the name as it came, or null; for a name on disk see {@link #safeName()}} */
  public @Nullable String name() {
    return name;
  }

  /**
   * The name in a form that can be a file's on this machine (section 3): a single name, in which
   * separators, control characters and leading dots are percent-encoded.
   *
   * @return the name, {@code file} if there is none
   */
  public String safeName() {
    return SafeName.of(name);
  }

  /** {@return the media type, or null if unknown, which means application/octet-stream} */
  public @Nullable String mediaType() {
    return mediaType;
  }

  /** {@return the size in bytes, or null} */
  public @Nullable Long size() {
    return size;
  }

  /** {@return when it was last modified, or null} */
  public @Nullable Instant date() {
    return date;
  }

  /** {@return a description for the user, or null} */
  public @Nullable String description() {
    return description;
  }

  /** {@return the width of an image or video in pixels, or null} */
  public @Nullable Integer width() {
    return width;
  }

  /** {@return the height of an image or video in pixels, or null} */
  public @Nullable Integer height() {
    return height;
  }

  /** {@return the length of a sound or video, or null} */
  public @Nullable Duration length() {
    return length;
  }

  /** {@return the hashes of the content, at most 16} */
  public List<FileHash> hashes() {
    return hashes;
  }

  /** {@return the thumbnails (XEP-0264) as they came, at most 16} */
  public List<Element> thumbnails() {
    return thumbnails;
  }

  /** {@return a builder with everything of this metadata, for one thread} */
  public Builder toBuilder() {
    Builder parts = builder();
    parts.name = name;
    parts.mediaType = mediaType;
    parts.size = size;
    parts.date = date;
    parts.description = description;
    parts.width = width;
    parts.height = height;
    parts.length = length;
    parts.hashes.addAll(hashes);
    parts.thumbnails.addAll(thumbnails);
    return parts;
  }

  @Override
  public Element toElement() {
    ElementBuilder file =
        Element.builder("file", NAMESPACE)
            .child("media-type", mediaType)
            .child("name", name)
            .child("date", date == null ? null : date.toString())
            .child("size", size == null ? null : size.toString())
            .child("width", width == null ? null : width.toString())
            .child("height", height == null ? null : height.toString())
            .child("length", length == null ? null : Long.toString(length.toMillis()))
            .child("desc", description);
    hashes.forEach(hash -> file.child(hash.toElement()));
    return file.children(thumbnails).build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileMetadata that && toElement().equals(that.toElement());
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, size, hashes);
  }

  @Override
  public String toString() {
    return "FileMetadata[name=%s, mediaType=%s, size=%s]".formatted(name, mediaType, size);
  }

  /** Builds {@link FileMetadata}. For one thread. */
  public static final class Builder {

    private @Nullable String name;
    private @Nullable String mediaType;
    private @Nullable Long size;
    private @Nullable Instant date;
    private @Nullable String description;
    private @Nullable Integer width;
    private @Nullable Integer height;
    private @Nullable Duration length;
    private final List<FileHash> hashes = new ArrayList<>();
    private final List<Element> thumbnails = new ArrayList<>();

    private Builder() {}

    private void addIfReadable(Element hash) {
      if (hashes.size() < MAX_HASHES) {
        try {
          hashes.add(FileHash.of(hash));
        } catch (IllegalArgumentException malformed) {
          // Malformed: left out.
        }
      }
    }

    /**
     * Sets the name.
     *
     * @param text the name, or null
     * @return this builder
     */
    public Builder name(@Nullable String text) {
      name = text;
      return this;
    }

    /**
     * Sets the media type.
     *
     * @param type such as {@code image/png}, or null
     * @return this builder
     */
    public Builder mediaType(@Nullable String type) {
      mediaType = type;
      return this;
    }

    /**
     * Sets the size.
     *
     * @param bytes the size in bytes
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder size(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("bytes: %d (expected: >= 0)".formatted(bytes));
      }
      size = bytes;
      return this;
    }

    /**
     * Sets when it was last modified.
     *
     * @param time the time, or null
     * @return this builder
     */
    public Builder date(@Nullable Instant time) {
      date = time;
      return this;
    }

    /**
     * Sets a description.
     *
     * @param text for the user, or null
     * @return this builder
     */
    public Builder description(@Nullable String text) {
      description = text;
      return this;
    }

    /**
     * Sets the dimensions of an image or video.
     *
     * @param horizontal the width in pixels
     * @param vertical the height in pixels
     * @return this builder
     */
    public Builder dimensions(int horizontal, int vertical) {
      width = horizontal;
      height = vertical;
      return this;
    }

    /**
     * Sets the length of a sound or video.
     *
     * @param time the length, sent in milliseconds, or null
     * @return this builder
     */
    public Builder length(@Nullable Duration time) {
      length = time;
      return this;
    }

    /**
     * Adds a hash of the content.
     *
     * @param hash the hash
     * @return this builder
     */
    public Builder hash(FileHash hash) {
      hashes.add(Objects.requireNonNull(hash, "hash"));
      return this;
    }

    /** {@return the metadata} */
    public FileMetadata build() {
      return new FileMetadata(this);
    }
  }
}
