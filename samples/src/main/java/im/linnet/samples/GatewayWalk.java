package im.linnet.samples;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.avatar.AvatarSettings;
import im.linnet.avatar.Avatars;
import im.linnet.connection.BoundStream;
import im.linnet.disco.Disco;
import im.linnet.gateway.Gateways;
import im.linnet.groupchat1.GroupChats;
import im.linnet.jid.Jid;
import im.linnet.messageevents.MessageEvents;
import im.linnet.noerror.NoErrorMessages;
import im.linnet.presence.PresenceEvent;
import im.linnet.presence.Presences;
import im.linnet.registration.Registration;
import im.linnet.roster.Roster;
import im.linnet.rostersync.RosterSync;
import im.linnet.stanza.Presence;

/** The life of a user of a gateway, from finding the gateway to leaving it. */
final class GatewayWalk {

  private final GatewayConsent consent = new GatewayConsent();
  private final GatewayStandIn standIn;
  private final Timeline timeline;

  private GatewayWalk(GatewayStandIn standIn, Timeline timeline) {
    this.standIn = standIn;
    this.timeline = timeline;
  }

  /** Walks all steps. */
  static void wholeWalk(ClientBuilder builder, GatewayStandIn standIn, Timeline timeline)
      throws Exception {
    GatewayWalk walk = new GatewayWalk(standIn, timeline);
    try (XmppClient client = walk.client(builder)) {
      // Ctrl-C closes the stream; else the server would keep it for a resumption that never comes.
      Runtime.getRuntime().addShutdownHook(new Thread(client::close));
      walk.walk(client);
    }
    timeline.note("Closed");
  }

  private XmppClient client(ClientBuilder builder) {
    AvatarSettings faces = AvatarSettings.builder().nicknameInPresence(true).build();
    return builder
        .with(Disco::new)
        .with(Roster::new)
        .with(Presences::new)
        .with(Registration::new)
        .with(Gateways::new)
        .with(built -> new RosterSync(built, consent))
        .with(built -> new Avatars(built, faces))
        .with(MessageEvents::new)
        .with(built -> new NoErrorMessages(built, GatewayStandIn.JID::equals))
        .with(GroupChats::new)
        .build();
  }

  private void walk(XmppClient client) throws Exception {
    GatewayAccount account = new GatewayAccount(client, standIn, timeline);
    GatewayList list = new GatewayList(client, standIn, timeline, consent);
    GatewayFaces faces = new GatewayFaces(client, standIn, timeline);
    GatewayTalk talk = new GatewayTalk(client, standIn, timeline);
    GatewayRooms rooms = new GatewayRooms(client, standIn, timeline);

    signIn(client);
    account.discover();
    account.register();
    account.answerSubscription();
    account.signOn();
    Jid friend = list.map();
    list.add(friend);
    list.takeOver();
    faces.see(list.online());
    faces.seeChanges();
    faces.publish();
    talk.chat(friend);
    talk.withoutErrors(friend);
    talk.withErrors(friend);
    rooms.open(friend);
    rooms.accept();
    account.changePassword();
    account.unregister();
    timeline.note(
        "All through %s: the gateway received %d stanzas and sent %d"
            .formatted(
                standIn.host().name(),
                standIn.gateway().received().all().size(),
                standIn.gateway().sent().all().size()));
  }

  private void signIn(XmppClient client) throws InterruptedException {
    Arrivals<PresenceEvent> seen = new Arrivals<>();
    client.get(Presences.class).onChange(seen::add);
    BoundStream stream = client.connect().join();
    timeline.note(
        "Signed in by %s over %s as %s"
            .formatted(stream.mechanism(), stream.tlsProtocol(), stream.jid()));
    client.get(Roster.class).load().join();
    Presence busy =
        Presence.builder(Presence.Type.AVAILABLE)
            .show(Presence.Show.DND)
            .status("On the balcony")
            .build();
    client.get(Presences.class).keep(busy).join();
    seen.await("the own presence", event -> event instanceof PresenceEvent.Own);
    timeline.note("Loaded the roster, which is empty, and is available: dnd, “On the balcony”");
  }
}
