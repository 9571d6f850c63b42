package im.linnet.avatar;

import im.linnet.pubsub.NodeType;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an account announces of its avatar (XEP-0084, section 4.2).
 *
 * @param infos the forms of the picture
 * @param disabled whether it is said that there is none
 */
record Metadata(List<Info> infos, boolean disabled) implements Payload {

  static final String NAMESPACE = "urn:xmpp:avatar:metadata";
  static final NodeType<Metadata> NODE =
      NodeType.of(NAMESPACE, new Type<>("metadata", NAMESPACE, Metadata::of));

  private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
  private static final int MAX_INFOS = 16;

  /**
   * One form of the picture.
   *
   * @param hash its SHA-1 hash
   * @param bytes its size; 0 if unknown
   * @param type its media type, which is not to be believed; or null
   * @param size its size in pixels, or null
   * @param url where it is on the web, or null if it is in the data node
   */
  record Info(
      String hash,
      long bytes,
      @Nullable String type,
      @Nullable PictureSize size,
      @Nullable String url) {

    static @Nullable Info of(Element info) {
      String hash = info.attribute("id");
      String lower = hash == null ? "" : hash.strip().toLowerCase(Locale.ROOT);
      if (!SHA1.matcher(lower).matches()) {
        return null;
      }
      String bytes = info.attribute("bytes");
      boolean known = bytes != null && NUMBER.matcher(bytes).matches();
      return new Info(
          lower,
          known ? Long.parseLong(bytes) : 0,
          info.attribute("type"),
          null,
          info.attribute("url"));
    }

    private Element toElement() {
      return Element.builder("info", NAMESPACE)
          .attribute("bytes", Long.toString(bytes))
          .attribute("id", hash)
          .attribute("type", type)
          .attribute("width", size == null ? null : Integer.toString(size.width()))
          .attribute("height", size == null ? null : Integer.toString(size.height()))
          .attribute("url", url)
          .build();
    }
  }

  /** What is said of an avatar in the data node. */
  static Metadata of(Avatar avatar) {
    return new Metadata(
        List.of(
            new Info(
                avatar.hash(),
                avatar.size(),
                avatar.mediaType(),
                PictureSize.of(avatar.shared()),
                null)),
        false);
  }

  /** Says that there is none (section 3.5). */
  static Metadata none() {
    return new Metadata(List.of(), true);
  }

  /** Reads what is announced. Malformed forms are left out. */
  static Metadata of(Element element) {
    List<Info> infos = new ArrayList<>();
    for (Element child : element.children("info", NAMESPACE)) {
      Info info = infos.size() < MAX_INFOS ? Info.of(child) : null;
      if (info != null) {
        infos.add(info);
      }
    }
    boolean disabled = element.children().isEmpty() || element.child("stop", NAMESPACE) != null;
    return new Metadata(List.copyOf(infos), disabled);
  }

  /**
   * The form to fetch: the first one in the data node that is small enough, else the first one
   * there, else the first one; null if there is none.
   */
  @Nullable Info best(int maxBytes) {
    Info best = null;
    for (Info info : infos) {
      if (best == null || rank(info, maxBytes) > rank(best, maxBytes)) {
        best = info;
      }
    }
    return best;
  }

  private static int rank(Info info, int maxBytes) {
    return info.url != null ? 0 : info.bytes > maxBytes ? 1 : 2;
  }

  @Override
  public Element toElement() {
    ElementBuilder metadata = Element.builder("metadata", NAMESPACE);
    infos.forEach(info -> metadata.child(info.toElement()));
    return metadata.build();
  }
}
