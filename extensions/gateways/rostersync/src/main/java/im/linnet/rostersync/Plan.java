package im.linnet.rostersync;

import im.linnet.roster.Contact;
import im.linnet.roster.Contact.Subscription;
import im.linnet.stanza.Presence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to send for a suggestion: pure functions of the contact as it is and the suggestion.
 *
 * <p>{@code subscribe} comes last, after the answer to a change of the item: the contact answers
 * it, and of a change of ours and one of the contact at the same time ejabberd 23.01 can lose one.
 * A request is refused before the item is set, because ejabberd then forgets name and groups.
 *
 * <p>Subscriptions, from the own one (rows) to the wanted one (columns); {@code +} stands for
 * {@code subscribe}, {@code -} for {@code unsubscribe}, {@code +d} for {@code subscribed}, {@code
 * -d} for {@code unsubscribed}:
 *
 * <pre>
 *          none     to       from     both
 *   none            +        +d       +d +
 *   to     -                 +d -     +d
 *   from   -d       -d +              +
 *   both   - -d     -d       -
 * </pre>
 */
final class Plan {

  private Plan() {}

  /**
   * The subscription presences that lead from one subscription to another.
   *
   * @param own the contact's subscription as it is
   * @param wanted the end state; another suggestion counts as no subscription
   */
  static List<Presence.Type> presences(Subscription own, Wanted wanted) {
    List<Presence.Type> types = new ArrayList<>();
    if (wanted.fromContact() && !own.fromContact()) {
      types.add(Presence.Type.SUBSCRIBED);
    }
    if (!wanted.toContact() && own.toContact()) {
      types.add(Presence.Type.UNSUBSCRIBE);
    }
    if (!wanted.fromContact() && own.fromContact()) {
      types.add(Presence.Type.UNSUBSCRIBED);
    }
    if (wanted.toContact() && !own.toContact()) {
      types.add(Presence.Type.SUBSCRIBE);
    }
    return types;
  }

  /**
   * The steps for a suggestion, in order.
   *
   * @param own the contact as it is on the roster, or null if it is not
   * @param suggestion the suggestion
   */
  static List<Step> steps(@Nullable Contact own, Suggestion suggestion) {
    return switch (suggestion.wanted()) {
      case NONE, TO, FROM, BOTH -> endState(own, suggestion);
      case REMOVE -> own == null ? refusal(suggestion) : List.of(new Step.Remove());
      case ADD -> addition(own, suggestion);
      case DELETE -> own == null ? List.of() : deletion(own, suggestion.groups());
      case MODIFY -> own == null ? List.of() : change(own, suggestion, suggestion.groups());
    };
  }

  private static List<Step> endState(@Nullable Contact own, Suggestion suggestion) {
    if (own == null && suggestion.wanted() == Wanted.NONE) {
      return refusal(suggestion);
    }
    List<Step> steps = new ArrayList<>();
    Subscription subscription = own == null ? Subscription.NONE : own.subscription();
    if (!subscription.fromContact() && !suggestion.wanted().fromContact()) {
      steps.addAll(refusal(suggestion));
    }
    if (own != null) {
      steps.addAll(change(own, suggestion, suggestion.groups()));
    } else {
      steps.add(new Step.Put(suggestion.name(), suggestion.groups()));
    }
    presences(subscription, suggestion.wanted()).forEach(type -> steps.add(new Step.Say(type)));
    return steps;
  }

  /** Ends the contact's request that came with a suggestion in which the contact sees nothing. */
  private static List<Step> refusal(Suggestion suggestion) {
    return suggestion.asks() ? List.of(new Step.Say(Presence.Type.UNSUBSCRIBED)) : List.of();
  }

  /** XEP-0144, section 3.1: a contact that is there already only gets more groups. */
  private static List<Step> addition(@Nullable Contact own, Suggestion suggestion) {
    if (own == null) {
      return List.of(
          new Step.Put(suggestion.name(), suggestion.groups()),
          new Step.Say(Presence.Type.SUBSCRIBE));
    }
    Set<String> groups = new LinkedHashSet<>(own.groups());
    return groups.addAll(suggestion.groups())
        ? List.of(new Step.Put(own.name(), groups))
        : List.of();
  }

  /** XEP-0144, section 3.2: a contact that is in other groups, too, only leaves the named ones. */
  private static List<Step> deletion(Contact own, Set<String> groups) {
    if (groups.isEmpty()) {
      return List.of(new Step.Remove());
    }
    Set<String> left = new LinkedHashSet<>(own.groups());
    if (!left.removeAll(groups)) {
      return List.of();
    }
    return List.of(left.isEmpty() ? new Step.Remove() : new Step.Put(own.name(), left));
  }

  private static List<Step> change(Contact own, Suggestion suggestion, Set<String> given) {
    String name = suggestion.name() == null ? own.name() : suggestion.name();
    Set<String> groups = given.isEmpty() ? own.groups() : given;
    boolean same = Objects.equals(name, own.name()) && groups.equals(own.groups());
    return same ? List.of() : List.of(new Step.Put(name, groups));
  }
}
