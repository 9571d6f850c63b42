package im.linnet.samples;

import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.messageevents.MessageEvents;
import im.linnet.noerror.NoErrorMessages;
import im.linnet.stanza.Message;
import im.linnet.stanza.StanzaError;
import im.linnet.testkit.gateway.FailureNotice;
import im.linnet.testkit.gateway.GatewayContact;
import im.linnet.testkit.gateway.GatewayEvent;

/** Steps with messages: a chat with typing notices, and messages that can't be delivered. */
final class GatewayTalk {

  private static final String USER = GatewayStandIn.USER.toString();

  private final XmppClient client;
  private final GatewayStandIn standIn;
  private final Timeline timeline;
  private final Arrivals<Message> messages = new Arrivals<>();
  private final Arrivals<Jid> typing = new Arrivals<>();

  GatewayTalk(XmppClient client, GatewayStandIn standIn, Timeline timeline) {
    this.client = client;
    this.standIn = standIn;
    this.timeline = timeline;
    client.onMessage(messages::add);
    MessageEvents events = client.get(MessageEvents.class);
    events.wanted(GatewayStandIn.JID);
    events.onTyping(
        (contact, types) -> {
          if (types) {
            typing.add(contact.bare());
          }
        });
  }

  void chat(Jid friend) throws Exception {
    say(friend, "Good morrow");
    standIn.friend().type(USER);
    timeline.note(typing.await("a typing notice") + " types");
    standIn.friend().write(USER, "Good morrow, Juliet");
    timeline.note("Received “%s”".formatted(text(friend).body()));
    if (!client.get(MessageEvents.class).send(friend, true).join()) {
      throw new IllegalStateException("The friend did not ask for typing notices");
    }
    standIn.saw("typing", GatewayEvent.Typing.class, GatewayEvent.Typing::composing);
    timeline.note("The friend sees Juliet typing");
    say(friend, "Is it so early?");
  }

  private void say(Jid to, String text) throws Exception {
    client.send(Message.chat(to, text)).join();
    standIn.saw(
        "“" + text + "”",
        GatewayEvent.Message.class,
        event -> event.text().equals(text) && event.delivered());
    timeline.note("Sent “%s” to %s".formatted(text, to));
  }

  private Message text(Jid from) throws InterruptedException {
    return messages.await(
        "a message of " + from, message -> isFrom(from, message) && message.body() != null);
  }

  private static boolean isFrom(Jid contact, Message message) {
    Jid from = message.from();
    return from != null && from.isSameAccount(contact);
  }

  /** Messages to a contact who is offline, of whose failure Juliet does not want to know. */
  void withoutErrors(Jid friend) throws Exception {
    Jid offline = offline();
    client
        .get(NoErrorMessages.class)
        .sendLosingAllErrors(Message.chat(offline, "The shop is open"))
        .join();
    standIn.saw(
        "the message without errors",
        GatewayEvent.Message.class,
        event -> event.noerror() && !event.delivered());
    Message next = nextAfter("She sleeps", friend);
    if (!isFrom(friend, next)) {
      throw new IllegalStateException("Something came in return: " + next);
    }
    timeline.note("Sent a message with errors switched off to %s; nothing came".formatted(offline));
  }

  /** The same in the ordinary way: by an error, or by a text where the server drops errors. */
  void withErrors(Jid friend) throws Exception {
    Jid offline = offline();
    client.send(Message.chat(offline, "Are you there?")).join();
    undelivered("Are you there?");
    Message next = nextAfter("She still sleeps", friend);
    StanzaError error = next.error();
    if (error != null) {
      timeline.note("%s did not get a message: %s".formatted(offline, error.conditionName()));
      return;
    }
    timeline.note(
        "The gateway returned a message to %s by an error to Juliet's bare address,"
                .formatted(offline)
            + " where the server drops errors (RFC 6121, section 8.5.2)");
    standIn.gateway().settings(settings -> settings.withFailureNotice(FailureNotice.TEXT));
    client.send(Message.chat(offline, "Are you really not there?")).join();
    undelivered("Are you really not there?");
    timeline.note(
        "With texts instead of errors: “%s” (%s)".formatted(text(offline).body(), offline));
  }

  private void undelivered(String text) throws Exception {
    standIn.saw(
        "“" + text + "”",
        GatewayEvent.Message.class,
        event -> event.text().equals(text) && !event.noerror() && !event.delivered());
  }

  /** The next message with a text; the friend writes one, which comes after all before it. */
  private Message nextAfter(String text, Jid friend) throws InterruptedException {
    standIn.friend().write(USER, text);
    return messages.await("a message of " + friend, message -> message.body() != null);
  }

  private Jid offline() {
    GatewayContact contact = standIn.contact(GatewayStandIn.LIST.get(2));
    return Jid.of(contact.jid());
  }
}
