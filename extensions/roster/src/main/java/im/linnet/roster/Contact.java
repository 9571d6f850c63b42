package im.linnet.roster;

import im.linnet.jid.Jid;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One item of a roster (RFC 6121, section 2.1.2).
 *
 * @param jid the contact's address
 * @param name the user's name for the contact, or null
 * @param subscription who sees whose presence
 * @param asked whether the user has requested to see the contact's presence and awaits consent
 * @param approved whether the user has approved in advance that the contact sees the user's
 *     presence
 * @param groups the contact's groups; empty names are left out (section 2.3.3)
 */
public record Contact(
    Jid jid,
    @Nullable String name,
    Subscription subscription,
    boolean asked,
    boolean approved,
    Set<String> groups)
    implements Payload {

  /** Who sees whose presence (RFC 6121, section 2.1.2.5). */
  public enum Subscription {
    /** Neither sees the other's presence. */
    NONE,
    /** The user sees the contact's presence. */
    TO,
    /** The contact sees the user's presence. */
    FROM,
    /** Each sees the other's presence. */
    BOTH,
    /** The contact is removed from the roster; only in pushes and requests. */
    REMOVE;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** {@return whether the user sees the contact's presence} */
    public boolean toContact() {
      return this == TO || this == BOTH;
    }

    /** {@return whether the contact sees the user's presence} */
    public boolean fromContact() {
      return this == FROM || this == BOTH;
    }
  }

  /** Its approximate number of characters. */
  int weight() {
    int text = jid.toString().length() + (name == null ? 0 : name.length());
    return text + groups.stream().mapToInt(String::length).sum();
  }

  /** Keeps an unmodifiable copy of the groups that have a name, in their order. */
  public Contact {
    Set<String> named = new LinkedHashSet<>(groups);
    named.remove("");
    groups = Collections.unmodifiableSet(named);
  }

  /**
   * Reads an item.
   *
   * @param item the {@code <item/>}
   * @return the contact
   * @throws IllegalArgumentException if its address or subscription is malformed
   */
  public static Contact of(Element item) {
    String jid = item.attribute("jid");
    if (jid == null) {
      throw new IllegalArgumentException("jid: absent (expected: a contact's address)");
    }
    Set<String> groups = new LinkedHashSet<>();
    item.children("group", Roster.NAMESPACE).forEach(group -> groups.add(group.text()));
    return new Contact(
        Jid.received(jid),
        item.attribute("name"),
        subscription(item.attribute("subscription")),
        "subscribe".equals(item.attribute("ask")),
        "true".equals(item.attribute("approved")) || "1".equals(item.attribute("approved")),
        groups);
  }

  /** {@return the name, or the address for display if there is none} */
  public String displayName() {
    return name == null || name.isBlank() ? jid.toString() : name;
  }

  /** {@return the whole item, as a server sends it and as it may be stored} */
  @Override
  public Element toElement() {
    return item(jid, name, groups)
        .attribute("subscription", subscription.wireName())
        .attribute("ask", asked ? "subscribe" : null)
        .attribute("approved", approved ? "true" : null)
        .build();
  }

  /** The part of an item that a client may set (RFC 6121, section 2.1.2). */
  static ElementBuilder item(Jid jid, @Nullable String name, Set<String> groups) {
    ElementBuilder item =
        Element.builder("item", Roster.NAMESPACE)
            .attribute("jid", jid.toString())
            .attribute("name", name);
    groups.forEach(group -> item.child("group", group));
    return item;
  }

  private static Subscription subscription(@Nullable String text) {
    if (text == null) {
      return Subscription.NONE;
    }
    for (Subscription subscription : Subscription.values()) {
      if (subscription.wireName().equals(text)) {
        return subscription;
      }
    }
    throw new IllegalArgumentException(
        "subscription: unknown (expected: none, to, from, both or remove)");
  }
}
