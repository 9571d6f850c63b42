package im.linnet.references;

import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All reactions of one sender to a message, in place of those that it sent before (XEP-0444,
 * section 3). {@link Conversation#reactionsTo} makes the message.
 *
 * @param id the id of the message
 * @param emojis the reactions in their order, at most {@value #MAX}, each at most {@value
 *     #MAX_LENGTH} characters; none removes all. Received ones are short words without spaces, but
 *     not necessarily emojis
 */
public record Reactions(String id, Set<String> emojis) implements Reference {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "urn:xmpp:reactions:0";

  /** Reads the payload. */
  public static final Type<Reactions> TYPE = new Type<>("reactions", NAMESPACE, Reactions::of);

  /** The number of reactions of one sender to one message. Further ones are left out. */
  public static final int MAX = 32;

  /** The longest reaction, in characters. A family of four with skin tones takes 19. */
  public static final int MAX_LENGTH = 64;

  /** One character as a reader sees it, however many code points it takes. */
  private static final Pattern ONE = Pattern.compile("\\X");

  /** What no emoji contains: letters, spaces, control characters, and lone ASCII characters. */
  private static final Pattern TEXT =
      Pattern.compile("(?s)\\p{ASCII}|.*[\\p{L}\\p{Z}\\p{Cc}\\p{Cs}].*");

  /** Checks the id, and leaves out reactions that are too many, too long, or no single word. */
  public Reactions {
    ReferredId.check(id);
    emojis = words(emojis);
  }

  /**
   * Reads reactions.
   *
   * @param element the {@code <reactions/>}
   * @return the reactions; repeated ones, and those that are no single short word, are left out
   * @throws IllegalArgumentException if it is another element or has no valid id
   */
  public static Reactions of(Element element) {
    String id = ReferredId.of(element, "reactions", NAMESPACE);
    Set<String> emojis = new LinkedHashSet<>();
    for (Element child : element.children()) {
      if (emojis.size() < MAX && child.is("reaction", NAMESPACE)) {
        emojis.addAll(words(Set.of(child.text())));
      }
    }
    return new Reactions(id, emojis);
  }

  /**
   * Returns whether a text looks like one emoji (section 4). It is checked loosely, because new
   * emojis appear each year: one character as a reader sees it, and no letter or ASCII character.
   *
   * @param text the text
   * @return whether it may be sent as a reaction
   */
  public static boolean isEmoji(String text) {
    return text.length() <= MAX_LENGTH
        && ONE.matcher(text).matches()
        && !TEXT.matcher(text).matches();
  }

  private static Set<String> words(Collection<String> texts) {
    Set<String> words = new LinkedHashSet<>();
    for (String text : texts) {
      String word = text.strip();
      if (words.size() < MAX && isWord(word)) {
        words.add(word);
      }
    }
    return Collections.unmodifiableSet(words);
  }

  private static boolean isWord(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_LENGTH
        && text.codePoints()
            .noneMatch(c -> Whitespace.is(c) || Character.isISOControl(c) || isHalf(c));
  }

  private static boolean isHalf(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }

  @Override
  public Kind kind() {
    return Kind.REACTIONS;
  }

  @Override
  public Element toElement() {
    ElementBuilder element = Element.builder("reactions", NAMESPACE).attribute("id", id);
    emojis.forEach(emoji -> element.child("reaction", emoji));
    return element.build();
  }
}
