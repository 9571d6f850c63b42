package im.linnet.integration;

import im.linnet.avatar.AvatarSettings;
import im.linnet.avatar.Avatars;
import im.linnet.caps.Caps;
import im.linnet.disco.Disco;
import im.linnet.gateway.Gateways;
import im.linnet.jid.Jid;
import im.linnet.pubsub.PubSub;
import im.linnet.roster.AddOnlyRoster;
import im.linnet.roster.Roster;
import im.linnet.vcard.VCard;
import im.linnet.vcard.VCards;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the extensions for contacts and gateways ask. */
final class ContactsQuestions {

  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");
  private static final Jid GATEWAY = Jid.of("gateway.localhost");
  private static final String CARD = "<iq type='get' id='{first}'><vCard xmlns='vcard-temp'/></iq>";
  private static final String NO_CARD = "<iq type='result' id='{first}'/>";
  private static final String ROSTER =
      "<iq type='get' id='{first}'><query xmlns='jabber:iq:roster'/></iq>";
  private static final String ROSTER_WITH_ROMEO =
      "<iq type='result' id='{first}'><query xmlns='jabber:iq:roster'>"
          + "<item jid='romeo@localhost' subscription='both'/></query></iq>";
  private static final String ITEMS =
      "<iq type='get' id='{first}'><pubsub xmlns='http://jabber.org/protocol/pubsub'/></iq>";
  private static final String NO_ITEMS =
      "<iq type='error' id='{first}' from='romeo@localhost'><error type='cancel'>"
          + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
  private static final String PERSONAL_EVENTING =
      "<iq type='result' id='{first}' from='juliet@localhost'>"
          + "<query xmlns='http://jabber.org/protocol/disco#info'>"
          + "<identity category='pubsub' type='pep'/></query></iq>";
  private static final String INFO =
      "<iq type='get' id='{first}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>";
  private static final String NO_INFO =
      "<iq type='error' id='{first}' from='gateway.localhost'><error type='cancel'>"
          + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";

  private ContactsQuestions() {}

  static Stream<Question> all() {
    return Stream.of(rosters(), caps(), cards(), avatars(), userAvatars(), gateways())
        .flatMap(all -> all);
  }

  private static Stream<Question> rosters() {
    Asker<Roster> roster = Asker.of(Roster.class, Roster::new);
    Asker<AddOnlyRoster> addOnly = Asker.of(AddOnlyRoster.class, AddOnlyRoster::new);
    return Stream.of(
        roster.asks("load", Roster::load),
        roster.asks("add", it -> it.add(ROMEO, null, Set.of())).withAnyResult(),
        roster
            .asks("rename", it -> loaded(it).rename(ROMEO, "Romeo"))
            .after(ROSTER, ROSTER_WITH_ROMEO)
            .withAnyResult(),
        roster
            .asks("regroup", it -> loaded(it).regroup(ROMEO, Set.of("Friends")))
            .after(ROSTER, ROSTER_WITH_ROMEO)
            .withAnyResult(),
        roster.asks("remove", it -> it.remove(ROMEO)).withAnyResult(),
        addOnly.asks("load", AddOnlyRoster::load),
        addOnly.asks("add", it -> it.add(ROMEO, null)).withAnyResult());
  }

  private static Roster loaded(Roster roster) {
    roster.load().orTimeout(10, TimeUnit.SECONDS).join();
    return roster;
  }

  private static Stream<Question> caps() {
    Asker<Caps> caps =
        Asker.of(Giver.of(Caps.class), Disco::new, Caps::new).asking(ROMEO.toString());
    return Stream.of(
        caps.asks("of", it -> it.of(ROMEO)),
        caps.asks("supports", it -> it.supports(ROMEO, "urn:example")));
  }

  private static Stream<Question> cards() {
    Asker<VCards> cards = Asker.of(VCards.class, VCards::new);
    return Stream.of(
        cards.asks("own", VCards::own),
        cards.asks("of", it -> it.of(ROMEO)).asking("romeo@localhost"),
        cards.asks("ofOccupant", it -> it.ofOccupant(ROMEO)).asking(ROMEO.toString()),
        cards.asks("store", it -> it.store(VCard.empty())).withAnyResult(),
        cards.asks("change, reading", ContactsQuestions::renamed),
        cards
            .asks("change, storing", ContactsQuestions::renamed)
            .after(CARD, NO_CARD)
            .withAnyResult());
  }

  private static CompletableFuture<VCard> renamed(VCards cards) {
    return cards.change(card -> card.nickname("Jule"));
  }

  private static Stream<Question> avatars() {
    Asker<Avatars> avatars = Asker.of(Avatars.class, Avatars::new);
    return Stream.of(
        avatars.asks("avatar", it -> it.avatar(ROMEO)).asking("romeo@localhost"),
        avatars.asks("ofOccupant", it -> it.ofOccupant(ROMEO)).asking(ROMEO.toString()),
        avatars.asks("publish, reading", it -> it.publish(ContactsCalls.PICTURE)),
        avatars
            .asks("publish, storing", it -> it.publish(ContactsCalls.PICTURE))
            .after(CARD, NO_CARD)
            .withAnyResult(),
        avatars
            .asks("publish with a nickname", it -> it.publish(ContactsCalls.PICTURE, "Jule"))
            .after(CARD, NO_CARD)
            .withAnyResult(),
        avatars.asks("publishNickname, reading", it -> it.publishNickname("Jule")),
        avatars
            .asks("publishNickname, storing", it -> it.publishNickname("Jule"))
            .after(CARD, NO_CARD)
            .withAnyResult(),
        avatars.asks("remove", Avatars::remove),
        avatars.asks("announce", Avatars::announce));
  }

  private static Stream<Question> userAvatars() {
    AvatarSettings settings = AvatarSettings.builder().userAvatars(true).build();
    Asker<Avatars> avatars =
        Asker.of(
            Giver.of(Avatars.class),
            Disco::new,
            PubSub::new,
            client -> new Avatars(client, settings));
    return Stream.of(
        avatars
            .asks("avatar without a node", it -> it.avatar(ROMEO))
            .after(ITEMS, NO_ITEMS)
            .asking("romeo@localhost"),
        avatars
            .asks("publish in a node", it -> it.publish(ContactsCalls.PICTURE))
            .after(INFO, PERSONAL_EVENTING)
            .withAnyResult());
  }

  private static Stream<Question> gateways() {
    Asker<Gateways> gateways =
        Asker.of(Giver.of(Gateways.class), Disco::new, Roster::new, Gateways::new)
            .asking("gateway.localhost");
    return Stream.of(
        gateways.asks("find", Gateways::find).asking("localhost"),
        gateways.asks("find at a server", it -> it.find(GATEWAY)),
        gateways.asks("lookUp", it -> it.lookUp(GATEWAY)),
        gateways.asks("prompt", it -> it.prompt(GATEWAY)),
        gateways.asks("prompt in a language", it -> it.prompt(GATEWAY, "de")),
        gateways
            .asks("address", it -> it.address(GATEWAY, "romeo@example.net"))
            .after(INFO, NO_INFO),
        gateways
            .asks("remove", it -> it.remove(GATEWAY))
            .asking("juliet@localhost")
            .withAnyResult());
  }
}
