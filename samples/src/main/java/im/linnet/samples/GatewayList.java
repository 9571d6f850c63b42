package im.linnet.samples;

import im.linnet.XmppClient;
import im.linnet.gateway.Gateways;
import im.linnet.jid.Jid;
import im.linnet.presence.PresenceEvent;
import im.linnet.presence.Presences;
import im.linnet.roster.Contact;
import im.linnet.roster.Roster;
import im.linnet.roster.RosterEvent;
import im.linnet.rostersync.Question;
import im.linnet.rostersync.RosterSync;
import im.linnet.rostersync.SyncEvent;
import im.linnet.stanza.Presence;
import im.linnet.testkit.gateway.GatewayEvent;
import im.linnet.testkit.gateway.LegacyContact;
import im.linnet.testkit.gateway.LegacyState;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Steps with contacts: one that Juliet adds, and those that the gateway suggests. */
final class GatewayList {

  private final XmppClient client;
  private final GatewayStandIn standIn;
  private final Timeline timeline;
  private final GatewayConsent consent;
  private final Roster roster;
  private final Presences presences;
  private final Arrivals<PresenceEvent> seen = new Arrivals<>();
  private final Arrivals<RosterEvent> changes = new Arrivals<>();
  private final Arrivals<SyncEvent> applied = new Arrivals<>();

  GatewayList(
      XmppClient client, GatewayStandIn standIn, Timeline timeline, GatewayConsent consent) {
    this.client = client;
    this.standIn = standIn;
    this.timeline = timeline;
    this.consent = consent;
    this.roster = client.get(Roster.class);
    this.presences = client.get(Presences.class);
    presences.onChange(seen::add);
    roster.onChange(changes::add);
    client.get(RosterSync.class).onEvent(applied::add);
  }

  /** Asks the gateway for a contact's address. */
  Jid map() throws Exception {
    Gateways gateways = client.get(Gateways.class);
    timeline.note(
        "The gateway asks: “%s”"
            .formatted(gateways.prompt(GatewayStandIn.JID).join().description()));
    Jid friend = gateways.address(GatewayStandIn.JID, GatewayStandIn.FRIEND).join();
    standIn.saw(
        "the prompt",
        GatewayEvent.Prompted.class,
        event -> event.text().equals(GatewayStandIn.FRIEND));
    timeline.note("%s is %s".formatted(GatewayStandIn.FRIEND, friend));
    return friend;
  }

  void add(Jid friend) throws Exception {
    roster.add(friend, "Friend", Set.of("Verona")).join();
    roster.subscribe(friend).join();
    standIn.saw(
        "the subscription to the friend",
        GatewayEvent.ContactSubscription.class,
        event -> event.contact().equals(GatewayStandIn.FRIEND) && event.type().equals("subscribe"));
    timeline.note("Added the friend, who is " + shown(presence(friend, null)));
    standIn.friend().state(LegacyState.BUSY, "In a meeting");
    timeline.note("The friend is now " + shown(presence(friend, Presence.Show.DND)));
  }

  private Presence presence(Jid contact, Presence.@Nullable Show show) throws InterruptedException {
    seen.await(
        "the presence of " + contact,
        event ->
            event instanceof PresenceEvent.Available now
                && contact.equals(sender(now.presence()))
                && now.presence().show() == show);
    Presence latest = presences.latest(contact);
    if (latest == null) {
      throw new IllegalStateException(contact + " is gone again");
    }
    return latest;
  }

  private static @Nullable Jid sender(Presence presence) {
    Jid from = presence.from();
    return from == null ? null : from.bare();
  }

  private static String shown(Presence presence) {
    Presence.Show show = presence.show();
    String state = show == null ? "online" : show.name().toLowerCase(Locale.ROOT);
    return presence.status() == null ? state : "%s, “%s”".formatted(state, presence.status());
  }

  /** One question for the whole list, with 30 contacts waiting for the answer. */
  void takeOver() throws Exception {
    Question question = consent.question();
    int waiting = client.get(RosterSync.class).waiting(question.gateway()).size();
    timeline.note(
        "Juliet is asked whether to take over the contacts of %s, %d of which wait; she allows it"
            .formatted(question.gateway(), waiting));
    consent.allow();
    for (LegacyContact contact : GatewayStandIn.LIST) {
      SyncEvent event =
          applied.await("the 30 contacts to be taken over, " + contact.id() + " or so");
      if (!(event instanceof SyncEvent.Applied)) {
        throw new IllegalStateException("A contact was not taken over: " + event);
      }
    }
    Map<Jid, String> wanted =
        GatewayStandIn.LIST.stream()
            .collect(
                Collectors.toMap(
                    this::jid,
                    contact ->
                        entry(
                            contact.subscription().name(), contact.nickname(), contact.groups())));
    while (!roster().entrySet().containsAll(wanted.entrySet())) {
      changes.await("%s on the roster %s".formatted(wanted, roster()));
    }
    if (consent.asked() != 1) {
      throw new IllegalStateException("Juliet was asked %d times".formatted(consent.asked()));
    }
    timeline.note(
        "Took over %d contacts with their subscriptions, names and groups; Juliet was asked once. Groups: %s"
            .formatted(wanted.size(), groups(wanted.keySet())));
  }

  private Map<Jid, String> roster() {
    return roster.contacts().stream()
        .collect(
            Collectors.toMap(
                Contact::jid,
                contact -> entry(contact.subscription().name(), contact.name(), contact.groups())));
  }

  private static String entry(
      String subscription, @Nullable String name, Collection<String> groups) {
    return "%s %s in %s".formatted(subscription, name, groups);
  }

  private String groups(Set<Jid> contacts) {
    Map<String, Integer> sizes = new TreeMap<>();
    for (Contact contact : roster.contacts()) {
      if (contacts.contains(contact.jid())) {
        contact.groups().forEach(group -> sizes.merge(group, 1, Integer::sum));
      }
    }
    return sizes.entrySet().stream()
        .map(group -> "%s (%d)".formatted(group.getKey(), group.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** The contacts who are online, and let Juliet see it. */
  Set<Jid> online() throws InterruptedException {
    Set<Jid> online =
        GatewayStandIn.LIST.stream()
            .filter(contact -> contact.subscription().sees() && contact.state().online())
            .map(this::jid)
            .collect(Collectors.toSet());
    while (!Set.copyOf(presences.available()).containsAll(online)) {
      seen.await("the presence of all contacts who are online");
    }
    timeline.note("%d of them are online".formatted(online.size()));
    return online;
  }

  private Jid jid(LegacyContact contact) {
    return Jid.of(standIn.contact(contact).jid());
  }
}
