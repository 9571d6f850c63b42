package im.linnet.upload;

import im.linnet.stanza.Message;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that is shared in a message (XEP-0447), to be added to it as a payload. Immutable value.
 *
 * <pre>{@code
 * client.onMessage(
 *     message -> {
 *       for (FileSharing shared : FileSharing.in(message)) {
 *         System.out.println(shared.file().name() + " at " + shared.urls());
 *       }
 *     });
 * }</pre>
 */
public final class FileSharing implements Payload {

  /** The namespace. */
  public static final String NAMESPACE = "urn:xmpp:sfs:0";

  /** Reads the payload. */
  public static final Type<FileSharing> TYPE =
      new Type<>("file-sharing", NAMESPACE, FileSharing::of);

  private static final String URL_DATA = "http://jabber.org/protocol/url-data";
  private static final int MAX_FILES = 32;

  /** The sources of one file that are read. */
  static final int MAX_SOURCES = 32;

  /** How the sender wants the file shown (section 3.1). */
  public enum Disposition {
    /** Within the conversation. */
    INLINE,
    /** To be opened by the user, and not fetched before. */
    ATTACHMENT;

    private String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Disposition of(@Nullable String wireName) {
      for (Disposition disposition : values()) {
        if (disposition.wireName().equals(wireName)) {
          return disposition;
        }
      }
      return null;
    }
  }

  private final FileMetadata file;
  private final @Nullable String id;
  private final @Nullable Disposition disposition;
  private final List<URI> urls;
  private final List<Element> otherSources;

  private FileSharing(
      FileMetadata file,
      @Nullable String id,
      @Nullable Disposition disposition,
      List<URI> urls,
      List<Element> otherSources) {
    this.file = file;
    this.id = id;
    this.disposition = disposition;
    this.urls = List.copyOf(urls);
    this.otherSources = List.copyOf(otherSources);
  }

  /**
   * Shares a file at an address.
   *
   * @param file what is known of it; name, media type, size and a hash are recommended
   * @param url where it is
   * @return the payload
   * @throws IllegalArgumentException if it is not an address of HTTPS
   */
  public static FileSharing of(FileMetadata file, URI url) {
    return new FileSharing(
        Objects.requireNonNull(file, "file"),
        null,
        null,
        List.of(WebAddress.requireHttps(url)),
        List.of());
  }

  /**
   * Reads a payload. Addresses other than those of HTTPS, and sources beyond the first 32, are left
   * out.
   *
   * @param element the {@code <file-sharing/>}
   * @return what is shared
   * @throws IllegalArgumentException if it is another element, or has no metadata
   */
  public static FileSharing of(Element element) {
    FileMetadata file = FileMetadata.TYPE.in(element);
    if (!element.is("file-sharing", NAMESPACE) || file == null) {
      throw new IllegalArgumentException("file-sharing: incomplete (expected: a <file/>)");
    }
    List<URI> urls = new ArrayList<>();
    List<Element> others = new ArrayList<>();
    Element sources = element.child("sources", NAMESPACE);
    if (sources != null) {
      sources.children().stream().limit(MAX_SOURCES).forEach(source -> sort(source, urls, others));
    }
    return new FileSharing(
        file,
        element.attribute("id"),
        Disposition.of(element.attribute("disposition")),
        urls,
        others);
  }

  /**
   * Reads the files that a message shares: in the present way or, if there are none, in that of
   * XEP-0385. Files beyond the first 32 are left out, as are those without metadata.
   *
   * @param message the message
   * @return the files in their order
   */
  public static List<FileSharing> in(Message message) {
    List<FileSharing> files = new ArrayList<>();
    for (Element element : message.element().children(TYPE.name(), NAMESPACE)) {
      try {
        if (files.size() < MAX_FILES) {
          files.add(of(element));
        }
      } catch (IllegalArgumentException incomplete) {
        // Left out: without metadata.
      }
    }
    return files.isEmpty() ? MediaReference.in(message, MAX_FILES) : files;
  }

  /** A file whose sources have been read elsewhere. */
  static FileSharing read(FileMetadata file, List<URI> urls, List<Element> otherSources) {
    return new FileSharing(file, null, null, urls, otherSources);
  }

  private static void sort(Element source, List<URI> urls, List<Element> others) {
    // Requests with further headers (XEP-0104) are not made.
    if (source.is("url-data", URL_DATA) && source.children().isEmpty()) {
      try {
        urls.add(WebAddress.https(source.attribute("target")));
      } catch (IllegalArgumentException unusable) {
        // Left out: not HTTPS.
      }
    } else {
      others.add(source);
    }
  }

  /**
   * Returns a copy with an id, which each file of a message needs if there are several (section
   * 4.2).
   *
   * @param text the id
   * @return the copy
   */
  public FileSharing withId(String text) {
    return new FileSharing(
        file, Objects.requireNonNull(text, "text"), disposition, urls, otherSources);
  }

  /**
   * Returns a copy that says how to show the file.
   *
   * @param shown how
   * @return the copy
   */
  public FileSharing shown(Disposition shown) {
    return new FileSharing(file, id, Objects.requireNonNull(shown, "shown"), urls, otherSources);
  }

  /** {@return what is known of the file} */
  public FileMetadata file() {
    return file;
  }

  /** {@return the id, or null} */
  public @Nullable String id() {
    return id;
  }

  /** {@return how to show it, or null if the sender does not say} */
  public @Nullable Disposition disposition() {
    return disposition;
  }

  /** {@return where it can be downloaded, addresses of HTTPS only; maybe none yet} */
  public List<URI> urls() {
    return urls;
  }

  /** {@return sources of other kinds, as they came} */
  public List<Element> otherSources() {
    return otherSources;
  }

  @Override
  public Element toElement() {
    ElementBuilder sharing =
        Element.builder("file-sharing", NAMESPACE)
            .attribute("id", id)
            .attribute("disposition", disposition == null ? null : disposition.wireName())
            .child(file.toElement());
    if (urls.isEmpty() && otherSources.isEmpty()) {
      return sharing.build();
    }
    ElementBuilder sources = Element.builder("sources", NAMESPACE);
    for (URI url : urls) {
      sources.child(
          Element.builder("url-data", URL_DATA).attribute("target", url.toString()).build());
    }
    return sharing.child(sources.children(otherSources).build()).build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileSharing that && toElement().equals(that.toElement());
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, id, urls);
  }

  /** {@return the file and the number of sources; who has an address has the file} */
  @Override
  public String toString() {
    return "FileSharing[%s, %d sources]".formatted(file, urls.size() + otherSources.size());
  }
}
