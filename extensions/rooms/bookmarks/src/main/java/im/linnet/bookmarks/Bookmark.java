package im.linnet.bookmarks;

import im.linnet.jid.Jid;
import im.linnet.xml.Attribute;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A room that the user remembers (XEP-0402, section 2). Immutable; the methods with a parameter
 * return a copy. What other programs have added is kept.
 *
 * <pre>{@code
 * Bookmark theplay =
 *     Bookmark.of(Jid.of("theplay@conference.example.com")).name("The Play").autojoin(true);
 * }</pre>
 */
public final class Bookmark {

  /** The namespace, and the name of the node. */
  public static final String NAMESPACE = "urn:xmpp:bookmarks:1";

  static final String CONFERENCE = "conference";

  private static final String NAME = "name";
  private static final String AUTOJOIN = "autojoin";
  private static final String NICK = "nick";
  private static final String PASSWORD = "password";
  private static final String EXTENSIONS = "extensions";

  private final Jid room;
  private final @Nullable String name;
  private final boolean autojoin;
  private final @Nullable String nick;
  private final @Nullable String password;
  private final List<Element> extensions;

  /** The element as it was read, for what is in it beyond the above. */
  private final Element rest;

  private Bookmark(
      Jid room,
      @Nullable String name,
      boolean autojoin,
      @Nullable String nick,
      @Nullable String password,
      List<Element> extensions,
      Element rest) {
    this.room = room;
    this.name = name;
    this.autojoin = autojoin;
    this.nick = nick;
    this.password = password;
    this.extensions = List.copyOf(extensions);
    this.rest = rest;
  }

  /**
   * Creates a bookmark without name, nickname and password.
   *
   * @param room the room
   * @return the bookmark, not to be joined automatically
   */
  public static Bookmark of(Jid room) {
    return new Bookmark(
        room.bare(), null, false, null, null, List.of(), Element.of(CONFERENCE, NAMESPACE));
  }

  /** Reads a {@code <conference/>} of {@link #NAMESPACE}. */
  static Bookmark read(Jid room, Element conference) {
    Element extensions = conference.child(EXTENSIONS);
    return new Bookmark(
        room,
        conference.attribute(NAME),
        isTrue(conference.attribute(AUTOJOIN)),
        conference.childText(NICK),
        conference.childText(PASSWORD),
        extensions == null ? List.of() : extensions.children(),
        conference);
  }

  /** {@code xs:boolean}. */
  static boolean isTrue(@Nullable String text) {
    return text != null && (text.strip().equals("true") || text.strip().equals("1"));
  }

  /** {@return the room's bare address} */
  public Jid room() {
    return room;
  }

  /** {@return the name that the user gave the room, or null} */
  public @Nullable String name() {
    return name;
  }

  /** {@return whether clients join the room when they come online} */
  public boolean autojoin() {
    return autojoin;
  }

  /** {@return the user's nickname in the room, or null for the usual one} */
  public @Nullable String nick() {
    return nick;
  }

  /** {@return the password of the room, which the server can read; or null} */
  public @Nullable String password() {
    return password;
  }

  /** {@return what programs keep with the bookmark, each in a namespace of its own} */
  public List<Element> extensions() {
    return extensions;
  }

  /**
   * Sets the name.
   *
   * @param text the name, or null for none
   * @return a copy with it
   */
  public Bookmark name(@Nullable String text) {
    return new Bookmark(room, text, autojoin, nick, password, extensions, rest);
  }

  /**
   * Sets whether clients join the room. Other devices join or leave it at once (section 4).
   *
   * @param join whether they do
   * @return a copy with it
   */
  public Bookmark autojoin(boolean join) {
    return new Bookmark(room, name, join, nick, password, extensions, rest);
  }

  /**
   * Sets the nickname.
   *
   * @param text the nickname, or null for the usual one
   * @return a copy with it
   */
  public Bookmark nick(@Nullable String text) {
    return new Bookmark(room, name, autojoin, text, password, extensions, rest);
  }

  /**
   * Sets the password. It is stored as it is: the server can read it.
   *
   * @param text the password, or null for none
   * @return a copy with it
   */
  public Bookmark password(@Nullable String text) {
    return new Bookmark(room, name, autojoin, nick, text, extensions, rest);
  }

  /**
   * Adds an extension, or replaces the one with its name and namespace.
   *
   * @param extension the extension
   * @return a copy with it
   */
  public Bookmark extension(Element extension) {
    List<Element> all = others(extension.name(), extension.namespace());
    all.add(extension);
    return new Bookmark(room, name, autojoin, nick, password, all, rest);
  }

  /**
   * Removes an extension.
   *
   * @param localName its local name
   * @param namespace its namespace name
   * @return a copy without it
   */
  public Bookmark withoutExtension(String localName, String namespace) {
    return new Bookmark(room, name, autojoin, nick, password, others(localName, namespace), rest);
  }

  private List<Element> others(String localName, String namespace) {
    List<Element> others = new ArrayList<>(extensions);
    others.removeIf(each -> each.is(localName, namespace));
    return others;
  }

  /**
   * The {@code <conference/>}, with everything that was in it when it was read.
   *
   * @throws IllegalArgumentException if a text can't be sent
   */
  Element toElement() {
    ElementBuilder conference = Element.builder(CONFERENCE, NAMESPACE);
    for (Attribute attribute : rest.attributes()) {
      conference.attribute(attribute.namespace(), attribute.name(), attribute.value());
    }
    conference
        .attribute(NAME, name)
        .attribute(AUTOJOIN, autojoin ? "true" : null)
        .child(NICK, nick)
        .child(PASSWORD, password);
    if (!extensions.isEmpty()) {
      conference.child(Element.builder(EXTENSIONS, NAMESPACE).children(extensions).build());
    }
    for (Element child : rest.children()) {
      if (!isKnown(child)) {
        conference.child(child);
      }
    }
    return conference.build();
  }

  private static boolean isKnown(Element child) {
    return child.namespace().equals(NAMESPACE)
        && Set.of(NICK, PASSWORD, EXTENSIONS).contains(child.name());
  }

  /** The approximate size in characters, for the bounds of what is kept. */
  long weight() {
    long texts = length(name) + length(nick) + length(password);
    return rest.weight() + texts + extensions.stream().mapToLong(Element::weight).sum();
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bookmark that
        && room.equals(that.room)
        && Objects.equals(name, that.name)
        && autojoin == that.autojoin
        && Objects.equals(nick, that.nick)
        && Objects.equals(password, that.password)
        && extensions.equals(that.extensions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(room, name, autojoin, nick);
  }

  /** {@return the room and what is shown of it; not the password} */
  @Override
  public String toString() {
    return "Bookmark[%s, name=%s, autojoin=%s, nick=%s]".formatted(room, name, autojoin, nick);
  }
}
