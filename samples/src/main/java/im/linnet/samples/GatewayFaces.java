package im.linnet.samples;

import im.linnet.XmppClient;
import im.linnet.avatar.Avatar;
import im.linnet.avatar.AvatarEvent;
import im.linnet.avatar.Avatars;
import im.linnet.jid.Jid;
import im.linnet.testkit.gateway.GatewayEvent;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Steps with avatars and nicknames: those of contacts, and Juliet's own. */
final class GatewayFaces {

  private final GatewayStandIn standIn;
  private final Timeline timeline;
  private final Avatars avatars;
  private final Arrivals<AvatarEvent> events = new Arrivals<>();

  GatewayFaces(XmppClient client, GatewayStandIn standIn, Timeline timeline) {
    this.standIn = standIn;
    this.timeline = timeline;
    this.avatars = client.get(Avatars.class);
    avatars.onChange(events::add);
  }

  /** Most of the contacts have the same picture, which is fetched once. */
  void see(Set<Jid> contacts) throws InterruptedException {
    Set<Jid> missing = new HashSet<>(contacts);
    Set<String> pictures = new HashSet<>();
    while (!missing.isEmpty()) {
      AvatarEvent event = events.await("the avatars of " + missing);
      if (event instanceof AvatarEvent.Failed failed) {
        throw new IllegalStateException("No avatar of " + failed.owner(), failed.failure());
      }
      if (event instanceof AvatarEvent.Loaded loaded && missing.remove(loaded.owner())) {
        pictures.add(loaded.avatar().hash());
      }
    }
    long named = contacts.stream().filter(each -> avatars.nickname(each) != null).count();
    timeline.note(
        "%d contacts show %d avatars, for which %d vCards were fetched; %d have a nickname"
            .formatted(contacts.size(), pictures.size(), fetched(), named));
  }

  /** A nickname, for which nothing is fetched, and a picture. */
  void seeChanges() throws InterruptedException {
    var ann = standIn.contact(GatewayStandIn.LIST.get(0));
    Jid jid = Jid.of(ann.jid());
    long before = fetched();
    ann.nickname("Annie on tour");
    events.await(
        "Ann's other nickname",
        event ->
            event instanceof AvatarEvent.Renamed renamed
                && renamed.owner().equals(jid)
                && "Annie on tour".equals(renamed.nickname()));
    timeline.note("%s is now “%s”".formatted(jid, avatars.nickname(jid)));

    ann.avatar(im.linnet.testkit.gateway.Avatar.png(42));
    String hash = Avatar.of(GatewayStandIn.picture(42)).hash();
    events.await(
        "Ann's other avatar",
        event -> event instanceof AvatarEvent.Loaded loaded && loaded.avatar().hash().equals(hash));
    long fetched = fetched() - before;
    if (fetched != 1) {
      throw new IllegalStateException(
          "%d vCards were fetched for two changes (expected: 1)".formatted(fetched));
    }
    timeline.note("Its avatar has changed, too, and only for that the vCard was fetched again");
  }

  private long fetched() {
    return standIn.gateway().events().all(GatewayEvent.CardRead.class).stream()
        .filter(event -> event.of().contains("%"))
        .count();
  }

  void publish() throws Exception {
    byte[] picture = GatewayStandIn.picture(7);
    String hash = Avatar.of(picture).hash();
    avatars.publish(picture, "Jule").join();
    standIn.saw(
        "Juliet's avatar",
        GatewayEvent.AvatarChanged.class,
        event -> Objects.equals(event.hash(), hash));
    standIn.saw(
        "Juliet's nickname",
        GatewayEvent.NicknameChanged.class,
        event -> event.nickname().equals("Jule"));
    timeline.note(
        "Published an avatar and the nickname “%s”; the gateway fetched the vCard with %s"
            .formatted(standIn.user().nickname(), hash));
  }
}
