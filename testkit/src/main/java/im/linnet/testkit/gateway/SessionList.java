package im.linnet.testkit.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session's contacts: pushes, subscriptions and presences. */
final class SessionList {
  private final Session session;
  private final Site site;
  private final Map<String, Listed> entries = new LinkedHashMap<>();

  /** A contact of this session, and whether the user was last shown it as available. */
  private static final class Listed {
    private final Person person;
    private final String jid;
    private Subscription subscription;
    private boolean shown;

    Listed(Person person, String jid, Subscription subscription) {
      this.person = person;
      this.jid = jid;
      this.subscription = subscription;
    }

    boolean available() {
      return subscription.sees() && person.state().online();
    }
  }

  SessionList(Session session) {
    this.session = session;
    this.site = session.site();
  }

  /** Loads the list and pushes what changed since the last session. {@return the number} */
  int synchronise() {
    List<Push> pushes = new ArrayList<>();
    for (Map.Entry<String, Subscription> each : session.account().list().entrySet()) {
      String id = each.getKey();
      Subscription wanted = each.getValue();
      Subscription old = session.account().announced().getOrDefault(id, Subscription.NONE);
      Person person = site.require(id);
      entries.put(id, new Listed(person, site.jid(id), wanted));
      Push push = push(person, old, wanted);
      if (push != null) {
        pushes.add(push);
      }
      session.account().announced().put(id, wanted);
    }
    session.push(pushes);
    return pushes.size();
  }

  private @Nullable Push push(Person person, Subscription old, Subscription wanted) {
    String type = old.pushType(wanted);
    return type == null
        ? null
        : new Push(site.jid(person.id()), type, wanted.text(), person.nickname(), person.groups());
  }

  /** Sends the presences of all who are online. */
  void announce() {
    announceTo(session.user());
  }

  /** Sends the presences of all who are online to one client. */
  void announceTo(String to) {
    for (Listed listed : entries.values()) {
      if (listed.available()) {
        present(listed, to);
      }
    }
  }

  /** All contacts become unavailable. */
  void leave() {
    for (Listed listed : entries.values()) {
      if (listed.shown) {
        site.send(presence(listed, session.user(), false));
      }
    }
    entries.clear();
  }

  /** {@return the person, if on the list} */
  @Nullable Person find(String id) {
    Listed listed = entries.get(id);
    return listed == null ? null : listed.person;
  }

  /** A contact's presence or picture changed. */
  void changed(Person person) {
    Listed listed = entries.get(person.id());
    if (listed != null && listed.subscription.sees()) {
      present(listed, session.user());
    }
  }

  /** Answers a probe. */
  void probed(String jid) {
    Listed listed = entry(Addresses.legacy(jid));
    if (listed == null) {
      site.send(Stanzas.presence(session.user(), jid, "unavailable", Presences.CAPS));
    } else {
      present(listed, session.user());
    }
  }

  /** Takes a subscription stanza from the user to a contact. */
  void subscription(String jid, String type) {
    String id = Addresses.legacy(jid);
    site.events().add(new GatewayEvent.ContactSubscription(session.user(), id, type));
    Listed listed = entry(id);
    if (listed == null || site.has(GatewayFault.SUBSCRIPTION_UNANSWERED)) {
      return;
    }
    switch (type) {
      case "subscribe" -> subscribe(listed);
      case "subscribed" -> change(listed, listed.subscription.withSeen(true));
      case "unsubscribe" -> unsubscribe(listed);
      case "unsubscribed" -> change(listed, listed.subscription.withSeen(false));
      default -> {
        // The router lets nothing else through.
      }
    }
  }

  private void subscribe(Listed listed) {
    if (listed.subscription.sees()) {
      answer(listed, "subscribed");
    } else {
      change(listed, listed.subscription.withSees(true));
      answer(listed, "subscribed");
      present(listed, session.user());
    }
  }

  private void unsubscribe(Listed listed) {
    if (!listed.subscription.sees()) {
      answer(listed, "unsubscribed");
    }
    change(listed, listed.subscription.withSees(false));
  }

  /** The contact asks for the user's presence, or ends the exchange. */
  void asks(Person person, String... types) {
    for (String type : types) {
      site.send(Stanzas.presence(session.user(), site.jid(person.id()), type, ""));
    }
  }

  /** The contact no longer lets the user see the presence. */
  void lost(Person person) {
    Listed listed = entries.get(person.id());
    if (listed != null) {
      change(listed, listed.subscription.withSees(false));
    }
  }

  /** A changed name or groups: PyMSNt pushes them as {@code subscribed}. */
  void regrouped(Person person) {
    Listed listed = entries.get(person.id());
    if (listed != null && listed.subscription != Subscription.NONE) {
      session.push(
          List.of(
              new Push(
                  listed.jid,
                  "subscribed",
                  listed.subscription.text(),
                  person.nickname(),
                  person.groups())));
    }
  }

  private void answer(Listed listed, String type) {
    site.send(Stanzas.presence(session.user(), listed.jid, type, ""));
  }

  private void change(Listed listed, Subscription other) {
    listed.subscription = other;
    session.account().list().put(listed.person.id(), other);
    session.account().announced().put(listed.person.id(), other);
  }

  private @Nullable Listed entry(String id) {
    Person person = site.person(id);
    return person == null
        ? null
        : entries.computeIfAbsent(
            id, added -> new Listed(person, site.jid(added), Subscription.NONE));
  }

  private void present(Listed listed, String to) {
    listed.shown = listed.available();
    site.send(presence(listed, to, listed.shown));
  }

  private String presence(Listed listed, String to, boolean available) {
    String from = listed.jid + Addresses.RESOURCE;
    return available
        ? Stanzas.presence(to, from, null, ContactPresence.content(site, listed.person))
        : Stanzas.presence(to, from, "unavailable", Presences.CAPS);
  }
}
