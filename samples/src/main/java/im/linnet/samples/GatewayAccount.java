package im.linnet.samples;

import im.linnet.XmppClient;
import im.linnet.connection.Subscription;
import im.linnet.forms.Field;
import im.linnet.gateway.GatewayChange;
import im.linnet.gateway.GatewayState;
import im.linnet.gateway.Gateways;
import im.linnet.presence.Presences;
import im.linnet.registration.Registration;
import im.linnet.registration.RegistrationForm;
import im.linnet.stanza.Presence;
import im.linnet.testkit.gateway.GatewayEvent;
import im.linnet.testkit.gateway.LegacyState;
import java.util.List;
import java.util.stream.Collectors;

/** Steps with a gateway itself: from finding it to signing on, and from there to the end. */
final class GatewayAccount {

  private static final String PASSWORD = "old secret";
  private static final String NEW_PASSWORD = "new secret";

  private final XmppClient client;
  private final GatewayStandIn standIn;
  private final Timeline timeline;
  private final Gateways gateways;
  private final Registration registration;
  private final Arrivals<GatewayChange> changes = new Arrivals<>();

  GatewayAccount(XmppClient client, GatewayStandIn standIn, Timeline timeline) {
    this.client = client;
    this.standIn = standIn;
    this.timeline = timeline;
    this.gateways = client.get(Gateways.class);
    this.registration = client.get(Registration.class);
    gateways.onChange(changes::add);
  }

  void discover() {
    var gateway =
        gateways.find().join().gateways().stream()
            .filter(found -> found.jid().equals(GatewayStandIn.JID))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException(standIn.host().name() + " lists no gateway"));
    timeline.note(
        "Found %s at %s, a gateway to %s; registers users: %s, translates addresses: %s"
            .formatted(
                gateway.name(),
                gateway.jid(),
                gateway.type(),
                gateway.offersRegistration() ? "yes" : "no",
                gateway.offersPrompt() ? "yes" : "no"));
  }

  void register() throws Exception {
    RegistrationForm form = registration.form(GatewayStandIn.JID).join();
    timeline.note(
        "Read its form: “%s” It asks for %s"
            .formatted(
                form.instructions(),
                form.form().fields().list().stream()
                    .map(Field::var)
                    .collect(Collectors.joining(" and "))));
    Subscription expected = gateways.expect(GatewayStandIn.JID);
    registration
        .register(
            form,
            form.answer().set("username", "juliet@hotmail.com").set("password", PASSWORD).build())
        .whenComplete(
            (registered, failure) -> {
              if (failure != null) {
                expected.close();
              }
            })
        .join();
    timeline.note("Registered as " + standIn.user().username());
  }

  /** The client does it, as it has registered the user itself; the server passes it on. */
  void answerSubscription() throws Exception {
    for (String type : List.of("subscribed", "subscribe")) {
      standIn.saw(
          "a presence of type " + type,
          GatewayEvent.GatewaySubscription.class,
          event -> event.type().equals(type));
    }
    changes.await(
        "the gateway on the roster",
        change ->
            change.now() instanceof GatewayState.Registered
                || change.now() instanceof GatewayState.SignedOn);
    timeline.note("Answered the gateway's subscription, and subscribed in return");
  }

  void signOn() throws Exception {
    Presence own = client.get(Presences.class).own();
    gateways.signOn(GatewayStandIn.JID, own == null ? Presence.available() : own).join();
    GatewayEvent.StatusChanged seen =
        standIn.saw(
            "Juliet's status",
            GatewayEvent.StatusChanged.class,
            event -> event.state() == LegacyState.BUSY);
    GatewayEvent.Ready ready =
        standIn.saw("its network", GatewayEvent.Ready.class, event -> event.pushes() > 0);
    changes.await(
        "the gateway's presence with Juliet's status",
        change ->
            change.now() instanceof GatewayState.SignedOn on
                && on.presence().show() == Presence.Show.DND);
    timeline.note(
        "Signed on by presence: dnd is %s there, “%s”; the gateway suggests %d contacts"
            .formatted(seen.state(), seen.personalMessage(), ready.pushes()));
  }

  void changePassword() throws Exception {
    RegistrationForm form = registration.form(GatewayStandIn.JID).join();
    registration.register(form, form.answer().set("password", NEW_PASSWORD).build()).join();
    GatewayEvent.Registered seen =
        standIn.saw(
            "the new password", GatewayEvent.Registered.class, GatewayEvent.Registered::change);
    if (!form.isRegistered() || !standIn.user().hasPassword(NEW_PASSWORD)) {
      throw new IllegalStateException("The gateway has not changed the password");
    }
    timeline.note("Changed the password of " + seen.username() + " at the gateway");
  }

  /** Removes the gateway from the roster afterwards, which would have unregistered her, too. */
  void unregister() throws Exception {
    registration.remove(GatewayStandIn.JID).join();
    GatewayEvent.Unregistered seen =
        standIn.saw("the end of the registration", GatewayEvent.Unregistered.class, event -> true);
    timeline.note("Unregistered; to the gateway, the cause is " + seen.cause());
    gateways.remove(GatewayStandIn.JID).join();
    changes.await(
        "the end of the subscription", change -> change.now() instanceof GatewayState.Gone);
    timeline.note("Removed the gateway from the roster");
  }
}
