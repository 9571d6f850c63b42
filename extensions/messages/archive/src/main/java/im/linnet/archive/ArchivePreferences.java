package im.linnet.archive;

import im.linnet.jid.InvalidJidException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a server archives for an account (XEP-0441, section 2.1). Immutable. A listed bare address
 * stands for all its resources (section 2.3).
 */
public final class ArchivePreferences implements Payload {

  /** Reads the payload. */
  public static final Type<ArchivePreferences> TYPE =
      new Type<>("prefs", MessageArchive.NAMESPACE, ArchivePreferences::of);

  /** What happens to messages with those who are on neither list (section 2.1.1). */
  public enum Default {
    /** They are archived. */
    ALWAYS,
    /** They are not. */
    NEVER,
    /** They are archived if the contact is in the roster. */
    ROSTER
  }

  private final Default byDefault;
  private final List<Jid> always;
  private final List<Jid> never;

  private ArchivePreferences(Default byDefault, Collection<Jid> always, Collection<Jid> never) {
    this.byDefault = Objects.requireNonNull(byDefault, "byDefault");
    this.always = List.copyOf(always);
    this.never = List.copyOf(never);
  }

  /**
   * Preferences with empty lists.
   *
   * @param byDefault what happens to all messages
   * @return the preferences
   */
  public static ArchivePreferences of(Default byDefault) {
    return new ArchivePreferences(byDefault, List.of(), List.of());
  }

  /**
   * Reads preferences. Malformed addresses are left out.
   *
   * @param element the {@code <prefs/>}
   * @return the preferences
   * @throws IllegalArgumentException if it is another element, or has no known default
   */
  public static ArchivePreferences of(Element element) {
    String text = element.attribute("default");
    if (element.is("prefs", MessageArchive.NAMESPACE) && text != null) {
      for (Default known : Default.values()) {
        if (wireName(known).equals(text)) {
          return new ArchivePreferences(
              known, addresses(element, "always"), addresses(element, "never"));
        }
      }
    }
    throw new IllegalArgumentException(
        "element: %s (expected: <prefs xmlns='%s'/> with a default)"
            .formatted(element, MessageArchive.NAMESPACE));
  }

  /** Reads the preferences in an answer. */
  static ArchivePreferences in(Iq answer) {
    Element payload = answer.payload();
    if (payload == null) {
      throw new IllegalArgumentException("answer: without <prefs/>");
    }
    return of(payload);
  }

  private static List<Jid> addresses(Element prefs, String list) {
    List<Jid> addresses = new ArrayList<>();
    Element element = prefs.child(list, MessageArchive.NAMESPACE);
    List<Element> items =
        element == null ? List.of() : element.children("jid", MessageArchive.NAMESPACE);
    for (Element item : items) {
      try {
        addresses.add(Jid.received(item.text().strip()));
      } catch (InvalidJidException malformed) {
        // Nobody has such an address.
      }
    }
    return addresses;
  }

  private static String wireName(Default known) {
    return known.name().toLowerCase(Locale.ROOT);
  }

  /** {@return what happens to messages with those who are on neither list} */
  public Default byDefault() {
    return byDefault;
  }

  /** {@return those whose messages are always archived} */
  public List<Jid> always() {
    return always;
  }

  /** {@return those whose messages are never archived} */
  public List<Jid> never() {
    return never;
  }

  /**
   * Changes the default.
   *
   * @param other the new one
   * @return a copy
   */
  public ArchivePreferences byDefault(Default other) {
    return new ArchivePreferences(other, always, never);
  }

  /**
   * Replaces the list of those whose messages are always archived.
   *
   * @param addresses the list
   * @return a copy
   */
  public ArchivePreferences always(Collection<Jid> addresses) {
    return new ArchivePreferences(byDefault, addresses, never);
  }

  /**
   * Replaces the list of those whose messages are never archived.
   *
   * @param addresses the list
   * @return a copy
   */
  public ArchivePreferences never(Collection<Jid> addresses) {
    return new ArchivePreferences(byDefault, always, addresses);
  }

  @Override
  public Element toElement() {
    return Element.builder("prefs", MessageArchive.NAMESPACE)
        .attribute("default", wireName(byDefault))
        .child(list("always", always))
        .child(list("never", never))
        .build();
  }

  private static Element list(String name, List<Jid> addresses) {
    ElementBuilder list = Element.builder(name, MessageArchive.NAMESPACE);
    addresses.forEach(address -> list.child("jid", address.toString()));
    return list.build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ArchivePreferences that
        && byDefault == that.byDefault
        && always.equals(that.always)
        && never.equals(that.never);
  }

  @Override
  public int hashCode() {
    return Objects.hash(byDefault, always, never);
  }

  @Override
  public String toString() {
    return "ArchivePreferences[%s, always=%s, never=%s]".formatted(byDefault, always, never);
  }
}
