package im.linnet.samples;

import im.linnet.avatar.Avatar;
import im.linnet.avatar.AvatarEvent;
import im.linnet.avatar.Avatars;
import im.linnet.jid.Jid;
import im.linnet.presence.Invitation;
import im.linnet.presence.Presences;
import im.linnet.pubsub.AnyPayload;
import im.linnet.pubsub.NodeEvent;
import im.linnet.pubsub.PubSub;
import im.linnet.roster.Contact.Subscription;
import im.linnet.roster.Roster;
import im.linnet.roster.RosterEvent;

/** Steps of people who get to know each other: subscriptions, and a picture. */
final class ImContacts {

  private static final String PICTURES = "urn:xmpp:avatar:metadata";

  /** What a device has heard of contacts. */
  private static final class Heard {
    private final ImDevice device;
    private final Arrivals<RosterEvent> roster = new Arrivals<>();
    private final Arrivals<Invitation> requests = new Arrivals<>();
    private final Arrivals<AvatarEvent> faces = new Arrivals<>();
    private final Arrivals<NodeEvent<AnyPayload>> events = new Arrivals<>();

    Heard(ImDevice device) {
      this.device = device;
      device.get(Roster.class).onChange(roster::add);
      device.get(Presences.class).onInvitation(requests::add);
      device.get(Avatars.class).onChange(faces::add);
      device.get(PubSub.class).onEvent(AnyPayload.node(PICTURES), events::add);
    }

    void friend(Jid other) throws InterruptedException {
      roster.await(
          "%s as a contact on the %s".formatted(other, device.name()),
          event ->
              event.contact().jid().equals(other)
                  && event.contact().subscription() == Subscription.BOTH);
    }

    /** Once a device gets events, its server knows what it wants: later steps rely on that. */
    void face(Jid owner, String hash) throws InterruptedException {
      faces.await(
          "the avatar on the " + device.name(),
          event ->
              event instanceof AvatarEvent.Loaded loaded
                  && loaded.owner().equals(owner)
                  && loaded.avatar().hash().equals(hash));
      events.await(
          "an event about the avatar on the " + device.name(),
          event -> event instanceof NodeEvent.Published<AnyPayload>);
    }
  }

  private final Heard phone;
  private final Heard laptop;
  private final Heard romeo;
  private final Timeline timeline;

  ImContacts(ImDevice phone, ImDevice laptop, ImDevice romeo, Timeline timeline) {
    this.phone = new Heard(phone);
    this.laptop = new Heard(laptop);
    this.romeo = new Heard(romeo);
    this.timeline = timeline;
  }

  /** Each asks the other, and both agree. */
  void meet() throws InterruptedException {
    phone.device.get(Roster.class).subscribe(ImHost.ROMEO).join();
    romeo.requests.await("Juliet's request");
    romeo.device.get(Presences.class).accept(ImHost.JULIET).join();
    romeo.device.get(Roster.class).subscribe(ImHost.JULIET).join();
    phone.requests.await("Romeo's request");
    phone.device.get(Presences.class).accept(ImHost.ROMEO).join();
    romeo.friend(ImHost.JULIET);
    phone.friend(ImHost.ROMEO);
    laptop.friend(ImHost.ROMEO);
    timeline.note("Juliet and Romeo are contacts, on all devices");
  }

  void changePicture() throws InterruptedException {
    byte[] picture = im.linnet.testkit.gateway.Avatar.png(7).bytes();
    String hash = Avatar.of(picture).hash();
    romeo.device.get(Avatars.class).publish(picture).join();
    phone.face(ImHost.ROMEO, hash);
    laptop.face(ImHost.ROMEO, hash);
    timeline.note(
        "Romeo changed his avatar; phone and laptop show it: %d bytes, %s"
            .formatted(picture.length, hash));
  }
}
