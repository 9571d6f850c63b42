package im.linnet.references;

import im.linnet.stanza.Message;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says which parts of a message's texts are there only for clients that don't know some protocol
 * (XEP-0428, section 2.2).
 *
 * @param namespace the protocol's namespace; null if not given
 * @param regions the parts. At most {@value #MAX_REGIONS} are read
 */
public record Fallback(@Nullable String namespace, List<Region> regions) implements Payload {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "urn:xmpp:fallback:0";

  /** Reads the payload. */
  public static final Type<Fallback> TYPE = new Type<>("fallback", NAMESPACE, Fallback::of);

  /** The number of regions that are read of one element, and of one message. */
  public static final int MAX_REGIONS = 64;

  /** A text of a message. */
  public enum Part {
    /** The body. */
    BODY,
    /** The subject. */
    SUBJECT
  }

  /**
   * A part of a text, counted in Unicode code points (XEP-0426). It may reach beyond the end.
   *
   * @param part which text
   * @param start the number of code points before it
   * @param end the number of code points up to its end
   */
  public record Region(Part part, int start, int end) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the start is negative or after the end
     */
    public Region {
      if (start < 0 || start > end) {
        throw new IllegalArgumentException(
            "region: %d to %d (expected: 0 <= start <= end)".formatted(start, end));
      }
    }

    /**
     * A whole text.
     *
     * @param part which text
     * @return all of it
     */
    public static Region whole(Part part) {
      return new Region(part, 0, Integer.MAX_VALUE);
    }

    private Element toElement() {
      boolean whole = equals(whole(part));
      return Element.builder(part == Part.BODY ? "body" : "subject", NAMESPACE)
          .attribute("start", whole ? null : Integer.toString(start))
          .attribute("end", whole ? null : Integer.toString(end))
          .build();
    }
  }

  private static final List<Region> ALL =
      List.of(Region.whole(Part.BODY), Region.whole(Part.SUBJECT));

  /** Keeps an unchangeable copy. */
  public Fallback {
    regions = List.copyOf(regions);
  }

  /**
   * A fallback that is all of the body and of the subject.
   *
   * @param namespace the protocol's namespace
   * @return the fallback
   */
  public static Fallback all(String namespace) {
    return new Fallback(namespace, ALL);
  }

  /**
   * A fallback at the beginning of the body.
   *
   * @param namespace the protocol's namespace
   * @param text the beginning of the body
   * @return the fallback
   */
  public static Fallback before(String namespace, String text) {
    int end = text.codePointCount(0, text.length());
    return new Fallback(namespace, List.of(new Region(Part.BODY, 0, end)));
  }

  /**
   * Reads a fallback. Without regions it covers all texts; regions that can't be read or cover
   * nothing are left out.
   *
   * @param element the {@code <fallback/>}
   * @return the fallback
   * @throws IllegalArgumentException if it is another element
   */
  public static Fallback of(Element element) {
    if (!element.is("fallback", NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <fallback xmlns='%s'/>)".formatted(element, NAMESPACE));
    }
    List<Element> children = element.children();
    List<Region> regions = new ArrayList<>(children.isEmpty() ? ALL : List.of());
    for (Element child : children) {
      Region region = regions.size() < MAX_REGIONS ? region(child) : null;
      if (region != null && region.start() < region.end()) {
        regions.add(region);
      }
    }
    return new Fallback(element.attribute("for"), regions);
  }

  private static @Nullable Region region(Element child) {
    boolean body = child.is("body", NAMESPACE);
    if (!body && !child.is("subject", NAMESPACE)) {
      return null;
    }
    Part part = body ? Part.BODY : Part.SUBJECT;
    String start = child.attribute("start");
    String end = child.attribute("end");
    if (start == null && end == null) {
      return Region.whole(part);
    }
    try {
      return new Region(part, number(start), number(end));
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /** An {@code unsignedInt}; beyond the longest text that Java can have, all numbers are alike. */
  private static int number(@Nullable String digits) {
    long number = Long.parseLong(digits == null ? "" : digits);
    return (int) Math.max(-1, Math.min(number, Integer.MAX_VALUE));
  }

  /**
   * The text of a message without the parts that are there for clients that don't know some
   * protocols. Never fails: regions that can't be read, or are beyond the end, do nothing.
   *
   * @param message the message
   * @param understood the namespaces of the protocols that the caller knows, such as {@link
   *     Reply#NAMESPACE}
   * @return the rest of {@link Message#body()}; null if there was no body or all of it was fallback
   */
  public static @Nullable String body(Message message, String... understood) {
    return rest(message, Part.BODY, message.body(), List.of(understood));
  }

  /**
   * The subject of a message, as {@link #body}.
   *
   * @param message the message
   * @param understood the namespaces of the protocols that the caller knows
   * @return the rest of {@link Message#subject()}; null if there was none or all was fallback
   */
  public static @Nullable String subject(Message message, String... understood) {
    return rest(message, Part.SUBJECT, message.subject(), List.of(understood));
  }

  private static @Nullable String rest(
      Message message, Part part, @Nullable String text, List<String> understood) {
    if (text == null) {
      return null;
    }
    List<Region> regions = new ArrayList<>();
    for (Element child : message.element().children()) {
      if (child.is("fallback", NAMESPACE) && isFor(child, understood)) {
        of(child).regions.stream().filter(region -> region.part == part).forEach(regions::add);
      }
    }
    String rest = without(text, regions.subList(0, Math.min(regions.size(), MAX_REGIONS)));
    return rest.isEmpty() && !text.isEmpty() ? null : rest;
  }

  private static boolean isFor(Element element, List<String> understood) {
    String namespace = element.attribute("for");
    return namespace != null && understood.contains(namespace);
  }

  /** In one pass: the regions may overlap, and reach beyond the end. */
  private static String without(String text, List<Region> regions) {
    List<Region> inOrder = new ArrayList<>(regions);
    inOrder.sort(Comparator.comparingInt(Region::start));
    StringBuilder rest = new StringBuilder();
    int at = 0;
    int point = 0;
    for (Region region : inOrder) {
      if (region.end > point) {
        int start = forward(text, at, region.start - point);
        rest.append(text, at, start);
        point = Math.max(point, region.start);
        at = forward(text, start, region.end - point);
        point = region.end;
      }
    }
    return rest.append(text, at, text.length()).toString();
  }

  /** The index some code points further, or the end of the text. */
  private static int forward(String text, int from, int points) {
    int at = from;
    for (int i = 0; i < points && at < text.length(); i++) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  @Override
  public Element toElement() {
    ElementBuilder element = Element.builder("fallback", NAMESPACE).attribute("for", namespace);
    if (regions.equals(ALL)) {
      return element.build();
    }
    // Without children it would cover everything, so an empty region stands for none.
    List<Region> written = regions.isEmpty() ? List.of(new Region(Part.BODY, 0, 0)) : regions;
    return element.children(written.stream().map(Region::toElement).toList()).build();
  }
}
