package im.linnet.invites;

import im.linnet.XmppClient;
import im.linnet.connection.Subscribers;
import im.linnet.jid.Jid;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grants the requests to see the user's presence that an invitation has decided already (XEP-0379,
 * sections 3.5 and 3.6), and leaves all others to the program. A filter, so that no subscriber asks
 * the user about the granted ones.
 */
final class SubscriptionRequests implements Filter {

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionRequests.class);

  private final XmppClient client;
  private final OpenInvitations open;
  private final KeptInvitations kept;
  private final ExpectedContacts expected;
  private final Subscribers<UsedInvitation> subscribers;

  SubscriptionRequests(
      XmppClient client,
      OpenInvitations open,
      KeptInvitations kept,
      ExpectedContacts expected,
      Subscribers<UsedInvitation> subscribers) {
    this.client = client;
    this.open = open;
    this.kept = kept;
    this.expected = expected;
    this.subscribers = subscribers;
  }

  @Override
  public Verdict incoming(Stanza stanza) {
    Jid from = stanza.from();
    if (!(stanza instanceof Presence request)
        || request.type() != Presence.Type.SUBSCRIBE
        || from == null
        || from.isSameAccount(client.address())) {
      return Verdict.pass();
    }
    return kept.loaded().isDone() || request.payload(PreAuth.TYPE) == null
        ? decide(request, from.bare())
        : Verdict.later(kept.loaded().thenApply(loaded -> decide(request, from.bare())));
  }

  private Verdict decide(Presence request, Jid contact) {
    OpenInvitations.Open used = used(request, contact);
    if (used != null) {
      var unused = kept.write();
      admit(contact, used);
      return Verdict.drop("the invitation of this client has decided it");
    }
    if (expected.remove(contact)) {
      approve(contact, () -> expected.add(contact));
      return Verdict.drop("the user has accepted an invitation of the sender");
    }
    return Verdict.pass();
  }

  private OpenInvitations.@Nullable Open used(Presence request, Jid contact) {
    PreAuth token = request.payload(PreAuth.TYPE);
    return token == null ? null : open.use(token.token(), contact);
  }

  private void admit(Jid contact, OpenInvitations.Open used) {
    approve(contact, () -> reopen(used));
    send(Presence.Type.SUBSCRIBE, contact, () -> {});
    UsedInvitation event = new UsedInvitation(contact, used.invitation());
    client.context().callbacks().execute(() -> subscribers.tell(event));
  }

  private void reopen(OpenInvitations.Open used) {
    open.reopen(used);
    var unused = kept.write();
  }

  /** If it was not sent, the server repeats the request on the next stream. */
  private void approve(Jid contact, Runnable undo) {
    send(Presence.Type.SUBSCRIBED, contact, undo);
  }

  private void send(Presence.Type type, Jid contact, Runnable undo) {
    client
        .send(Presence.builder(type).to(contact).build())
        .whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                LOG.debug("An invitation could not be honoured: {}", failure.toString());
                undo.run();
              }
            });
  }
}
