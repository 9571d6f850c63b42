package im.linnet.references;

import im.linnet.xml.Element;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which reactions a contact or a room takes, as it says in service discovery (XEP-0444, section
 * 2.2): contacts behind gateways, for instance, can take one of a few only. With linnet-disco,
 * {@code info.forms()} has them for {@link #of}. Immutable value.
 */
public final class ReactionRestrictions {

  /** The type of the form. */
  public static final String FORM_TYPE = "urn:xmpp:reactions:0:restrictions";

  private static final ReactionRestrictions NONE = new ReactionRestrictions(Reactions.MAX, null);

  /** More are left out: a program shows them to choose from. */
  private static final int MAX_ALLOWED = 1_024;

  private static final String FORMS = "jabber:x:data";

  private final int most;
  private final @Nullable Set<String> allowed;

  private ReactionRestrictions(int most, @Nullable Set<String> allowed) {
    this.most = most;
    this.allowed = allowed;
  }

  /** {@return no restrictions but those of {@link Reactions}} */
  public static ReactionRestrictions none() {
    return NONE;
  }

  /**
   * Reads the extended information of an entity.
   *
   * @param forms its data forms (XEP-0128); other forms, and fields that can't be read, are ignored
   * @return the restrictions; {@link #none()} if there is no form of this type
   */
  public static ReactionRestrictions of(Collection<Element> forms) {
    for (Element form : forms) {
      if (form.is("x", FORMS) && values(form, "FORM_TYPE").equals(List.of(FORM_TYPE))) {
        return of(form);
      }
    }
    return NONE;
  }

  private static ReactionRestrictions of(Element form) {
    Set<String> allowed = new LinkedHashSet<>();
    for (String value : values(form, "allowlist")) {
      String emoji = value.strip();
      if (!emoji.isEmpty()
          && emoji.length() <= Reactions.MAX_LENGTH
          && allowed.size() < MAX_ALLOWED) {
        allowed.add(emoji);
      }
    }
    return new ReactionRestrictions(
        most(values(form, "max_reactions_per_user")),
        allowed.isEmpty() ? null : Collections.unmodifiableSet(allowed));
  }

  private static int most(List<String> values) {
    try {
      int most = values.isEmpty() ? Reactions.MAX : Integer.parseInt(values.get(0).strip());
      return most < 0 ? Reactions.MAX : Math.min(most, Reactions.MAX);
    } catch (NumberFormatException unreadable) {
      return Reactions.MAX;
    }
  }

  private static List<String> values(Element form, String var) {
    return form.children("field", FORMS).stream()
        .filter(field -> var.equals(field.attribute("var")))
        .findFirst()
        .map(field -> field.children("value", FORMS).stream().map(Element::text).toList())
        .orElse(List.of());
  }

  /** {@return how many reactions to one message a user may have, at most 32} */
  public int most() {
    return most;
  }

  /** {@return the reactions to choose from, at most 1,024; null for all emojis} */
  public @Nullable Set<String> allowed() {
    return allowed;
  }

  /**
   * Returns whether reactions are taken.
   *
   * @param emojis all reactions of the user to one message
   * @return whether they are not too many, and each is allowed
   */
  public boolean allows(Set<String> emojis) {
    return emojis.size() <= most && (allowed == null || allowed.containsAll(emojis));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReactionRestrictions that
        && most == that.most
        && Objects.equals(allowed, that.allowed);
  }

  @Override
  public int hashCode() {
    return Objects.hash(most, allowed);
  }

  @Override
  public String toString() {
    return "ReactionRestrictions[at most %d, of %s]"
        .formatted(most, allowed == null ? "all" : allowed);
  }
}
