package im.linnet.roster;

import im.linnet.jid.Jid;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One item of a roster (RFC 6121, section 2.1.2). Immutable value. */
public final class Contact implements Payload {

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

    private static final Subscription[] ALL = values();

    private final String wireName = name().toLowerCase(Locale.ROOT);

    String wireName() {
      return wireName;
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

  private final Jid jid;
  private final @Nullable String name;
  private final Subscription subscription;
  private final boolean asked;
  private final boolean approved;
  private final Set<String> groups;

  private Contact(Builder builder) {
    jid = builder.jid;
    name = builder.name;
    subscription = builder.subscription;
    asked = builder.asked;
    approved = builder.approved;
    groups = builder.groups;
  }

  /**
   * Begins a contact without name, subscription and groups.
   *
   * @param jid the contact's address
   * @return a builder, for one thread
   */
  public static Builder builder(Jid jid) {
    return new Builder(jid);
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
    String approved = item.attribute("approved");
    return builder(Jid.received(jid))
        .name(item.attribute("name"))
        .subscription(subscription(item.attribute("subscription")))
        .asked("subscribe".equals(item.attribute("ask")))
        .approved("true".equals(approved) || "1".equals(approved))
        .groups(groups(item.children("group", Roster.NAMESPACE)))
        .build();
  }

  /** Most contacts have one or none, which takes no table. */
  private static Set<String> groups(List<Element> elements) {
    if (elements.size() < 2) {
      return elements.isEmpty() ? Set.of() : Set.of(elements.get(0).text());
    }
    Set<String> groups = new LinkedHashSet<>();
    elements.forEach(group -> groups.add(group.text()));
    return groups;
  }

  /** {@return the contact's address} */
  public Jid jid() {
    return jid;
  }

  /** {@return the user's name for the contact, or null} */
  public @Nullable String name() {
    return name;
  }

  /** {@return who sees whose presence} */
  public Subscription subscription() {
    return subscription;
  }

  /** {@return whether the user has requested to see the contact's presence and awaits consent} */
  public boolean asked() {
    return asked;
  }

  /**
   * {@return whether the user has approved in advance that the contact sees the user's presence}
   */
  public boolean approved() {
    return approved;
  }

  /** {@return the contact's groups; empty names are left out (section 2.3.3)} */
  public Set<String> groups() {
    return groups;
  }

  /** Its approximate number of characters. */
  int weight() {
    int weight = jid.toString().length() + (name == null ? 0 : name.length());
    for (String group : groups) {
      weight += group.length();
    }
    return weight;
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
    for (Subscription subscription : Subscription.ALL) {
      if (subscription.wireName.equals(text)) {
        return subscription;
      }
    }
    throw new IllegalArgumentException(
        "subscription: unknown (expected: none, to, from, both or remove)");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Contact contact
        && jid.equals(contact.jid)
        && Objects.equals(name, contact.name)
        && subscription == contact.subscription
        && asked == contact.asked
        && approved == contact.approved
        && groups.equals(contact.groups);
  }

  @Override
  public int hashCode() {
    return Objects.hash(jid, name, subscription, asked, approved, groups);
  }

  @Override
  public String toString() {
    return "Contact[jid=%s, name=%s, subscription=%s, asked=%s, approved=%s, groups=%s]"
        .formatted(jid, name, subscription, asked, approved, groups);
  }

  /**
   * Sets up a {@link Contact}, for tests and stores; a {@link Roster} changes the server's list.
   */
  public static final class Builder {

    private final Jid jid;
    private @Nullable String name;
    private Subscription subscription = Subscription.NONE;
    private boolean asked;
    private boolean approved;
    private Set<String> groups = Set.of();

    private Builder(Jid jid) {
      this.jid = Objects.requireNonNull(jid, "jid");
    }

    /**
     * Sets the user's name for the contact.
     *
     * @param text the name, or null
     * @return this builder
     */
    public Builder name(@Nullable String text) {
      name = text;
      return this;
    }

    /**
     * Sets who sees whose presence.
     *
     * @param direction who sees it
     * @return this builder
     */
    public Builder subscription(Subscription direction) {
      subscription = Objects.requireNonNull(direction, "direction");
      return this;
    }

    /**
     * Sets whether the user awaits consent to see the contact's presence.
     *
     * @param awaiting whether the user does
     * @return this builder
     */
    public Builder asked(boolean awaiting) {
      asked = awaiting;
      return this;
    }

    /**
     * Sets whether the user has approved in advance that the contact sees the user's presence.
     *
     * @param inAdvance whether the user has
     * @return this builder
     */
    public Builder approved(boolean inAdvance) {
      approved = inAdvance;
      return this;
    }

    /**
     * Sets the contact's groups.
     *
     * @param names their names, whose order is kept; empty ones are left out
     * @return this builder
     */
    public Builder groups(Set<String> names) {
      groups = names.size() < 2 ? few(names) : many(names);
      return this;
    }

    private static Set<String> few(Set<String> names) {
      Set<String> copy = Set.copyOf(names);
      return copy.contains("") ? Set.of() : copy;
    }

    private static Set<String> many(Set<String> names) {
      Set<String> copy = new LinkedHashSet<>(names);
      copy.remove("");
      return Collections.unmodifiableSet(copy);
    }

    /** {@return the contact} */
    public Contact build() {
      return new Contact(this);
    }
  }
}
