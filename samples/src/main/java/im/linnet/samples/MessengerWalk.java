package im.linnet.samples;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.chatstates.ChatState;
import im.linnet.chatstates.ChatStates;
import im.linnet.chatstates.Sending;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.delay.Delay;
import im.linnet.jid.Jid;
import im.linnet.jidlookup.JidLookup;
import im.linnet.oauth.CodeFlow;
import im.linnet.oauth.TokenSource;
import im.linnet.oldarchive.ArchivedMessage;
import im.linnet.oldarchive.OldArchive;
import im.linnet.presence.Invitation;
import im.linnet.presence.PresenceEvent;
import im.linnet.presence.Presences;
import im.linnet.roster.AddOnlyRoster;
import im.linnet.roster.Contact;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.messenger.MessengerOauth2;
import im.linnet.sasl.messenger.MessengerProfile;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError;
import im.linnet.vcard.Photo;
import im.linnet.vcard.VCard;
import im.linnet.vcard.VCards;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The steps of a program that uses Messenger, from consent to the archive. */
final class MessengerWalk implements AutoCloseable {

  private final XmppClient client;
  private final Timeline timeline;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

  private MessengerWalk(ClientBuilder builder, Timeline timeline) {
    this.client =
        builder
            .profile(MessengerProfile.of(MessengerProfile.Year.YEAR_2012))
            .with(AddOnlyRoster::new)
            .with(Presences::new)
            .with(VCards::new)
            .with(JidLookup::new)
            .with(OldArchive::new)
            .with(c -> new ChatStates(c, Sending.OFFERED))
            .build();
    this.timeline = timeline;
    // Ctrl-C closes the stream; else the server would keep it for a resumption that never comes.
    Runtime.getRuntime().addShutdownHook(new Thread(client::close));
    client.onMessage(messages::add);
  }

  /** With a given token: sign in, show the contacts, chat with the first of them. */
  static void shortWalk(ClientBuilder builder, Timeline timeline) throws Exception {
    try (MessengerWalk walk = new MessengerWalk(builder, timeline)) {
      walk.signIn();
      List<Contact> contacts = walk.showContacts();
      if (!contacts.isEmpty()) {
        walk.chat(contacts.get(0).jid());
      }
    }
    timeline.note("Closed");
  }

  /** Everything the service can do, with the users of the stand-in. */
  static void wholeWalk(ClientBuilder builder, StandIn standIn, Timeline timeline)
      throws Exception {
    TokenSource tokens = TokenSource.of(standIn.tokens());
    tokens.accept(new CodeFlow(standIn.tokens()).run(MessengerWalk::consent).join()).join();
    timeline.note("Juliet consented in her browser; got an access token and a refresh token");

    StandInFriends.leaveWord(standIn);
    try (MessengerWalk walk =
        new MessengerWalk(builder.sasl(Sasl.of(MessengerOauth2.tokens(tokens))), timeline)) {
      walk.signIn();
      walk.showContacts();
      walk.acceptInvitation();
      walk.readDelayed();
      walk.findAndAdd(StandIn.MERCUTIO.email());
      walk.showCard(Jid.of(standIn.service().jidOf(StandIn.NURSE)));
      Jid echo = Jid.of(standIn.service().echoJid());
      for (int i = 0; i < 6; i++) {
        walk.chat(echo);
      }
      walk.readArchive(echo);
      walk.idle(StandIn.IDLE_LIMIT.multipliedBy(2));
      walk.refresh(tokens);
    }
    timeline.note("Closed");
  }

  private void signIn() {
    BoundStream stream = client.connect().join();
    timeline.note(
        "Signed in by %s over %s as %s"
            .formatted(stream.mechanism(), stream.tlsProtocol(), stream.jid()));
  }

  private List<Contact> showContacts() throws InterruptedException {
    Presences presences = client.get(Presences.class);
    BlockingQueue<PresenceEvent> changes = new LinkedBlockingQueue<>();
    presences.onChange(changes::add);
    List<Contact> contacts = client.get(AddOnlyRoster.class).load().join();
    presences.keep(Presence.available()).join();
    PresenceEvent seen = await(changes, "a presence");
    while (!(seen instanceof PresenceEvent.Available) && !contacts.isEmpty()) {
      seen = await(changes, "a contact's presence");
    }
    timeline.note("Available to %d contacts:".formatted(contacts.size()));
    for (Contact contact : contacts) {
      timeline.note(
          "  %s, %s <%s>"
              .formatted(
                  contact.displayName(),
                  presences.latest(contact.jid()) == null ? "offline" : "online",
                  contact.jid()));
    }
    return contacts;
  }

  private void acceptInvitation() throws InterruptedException {
    Presences presences = client.get(Presences.class);
    BlockingQueue<Invitation> waiting = new LinkedBlockingQueue<>();
    // In this order, so that no message in between is missed.
    presences.onInvitation(waiting::add);
    waiting.addAll(presences.invitations());
    Invitation invitation = await(waiting, "an invitation");
    presences.accept(invitation.from()).join();
    timeline.note("Accepted the invitation of " + invitation.displayName());
  }

  private void readDelayed() throws InterruptedException {
    Message message = await(messages, "the message that was kept");
    Jid own = own();
    Delay delay = Delay.of(message, own);
    timeline.note(
        "Read “%s”, %s"
            .formatted(
                message.body(), delay == null ? "sent just now" : "sent at " + delay.stamp()));
  }

  private void findAndAdd(String email) {
    Jid jid = client.get(JidLookup.class).jidOf(email).join();
    client.get(AddOnlyRoster.class).add(jid, "Juliet").join();
    timeline.note("Looked up %s: %s; added".formatted(email, jid));
  }

  private void showCard(Jid contact) {
    VCard card = client.get(VCards.class).of(contact).join();
    Photo photo = card.photo();
    timeline.note(
        "vCard of %s: %s"
            .formatted(
                card.fullName(),
                photo == null
                    ? "no picture"
                    : "picture %s, %d bytes, SHA-1 %s"
                        .formatted(photo.type(), photo.size(), photo.sha1())));
  }

  private void chat(Jid to) throws InterruptedException {
    ChatStates states = client.get(ChatStates.class);
    states.send(to, ChatState.COMPOSING).join();
    client.send(Message.chat(to, "Hello from Linnet")).join();
    timeline.note("Typed, and sent “Hello from Linnet” to " + to);
    Message answer = await(messages, "an answer");
    while (answer.body() == null && answer.error() == null) {
      answer = await(messages, "an answer");
    }
    StanzaError error = answer.error();
    timeline.note(
        error == null
            ? "Received “%s”".formatted(answer.body())
            : "It was not delivered: " + error.conditionName());
  }

  private void readArchive(Jid with) {
    List<ArchivedMessage> last = client.get(OldArchive.class).lastMessages(with).join();
    timeline.note("The last %d messages with %s:".formatted(last.size(), with));
    for (ArchivedMessage message : last) {
      timeline.note(
          "  %s %s “%s”"
              .formatted(message.time(), message.sent() ? "sent" : "received", message.body()));
    }
  }

  private void idle(Duration pause) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    timeline.note(
        "Silent for %d ms, twice what the service allows; still %s, thanks to pings"
            .formatted(pause.toMillis(), client.state().getClass().getSimpleName()));
  }

  private void refresh(TokenSource tokens) {
    String before = tokens.token().join();
    tokens.refused(before);
    String after = tokens.token().join();
    timeline.note(
        "Refreshed the token for the next sign-in: "
            + (after.equals(before) ? "the same again" : "another one"));
  }

  @Override
  public void close() {
    client.close();
  }

  private Jid own() {
    return client.state() instanceof ConnectionState.Connected connected
        ? connected.stream().jid()
        : client.account();
  }

  /** The user's part: opens the page. That of the stand-in consents at once and redirects back. */
  private static void consent(URI page) {
    HttpClient browser =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    browser.sendAsync(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding());
  }

  private static <T> T await(BlockingQueue<T> queue, String what) throws InterruptedException {
    T next = queue.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new IllegalStateException("Waited 10 s in vain for " + what);
    }
    return next;
  }
}
