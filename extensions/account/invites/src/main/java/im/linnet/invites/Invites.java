package im.linnet.invites;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.commands.CommandSession;
import im.linnet.commands.Commands;
import im.linnet.commands.Note;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.forms.DataForm;
import im.linnet.forms.FormAnswer;
import im.linnet.invites.Invitation.Kind;
import im.linnet.jid.Jid;
import im.linnet.routing.Filter;
import im.linnet.stanza.Presence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes and accepts invitations: to the user's contact list (XEP-0379) and to the user's server
 * (XEP-0401, XEP-0445). Needs {@link Commands}, which must be added to the client before.
 *
 * <pre>{@code
 * Invites invites = client.get(Invites.class);
 * CreatedInvitation created = invites.toContactList().join();
 * System.out.println("Send this to your friend: " + created.uri());
 *
 * invites.accept(Invitation.of("xmpp:romeo@example.com?roster;preauth=1tMFqYDdKhfe2pwp")).join();
 * }</pre>
 *
 * <p>A server that makes invitations also honours them. Where it does not, {@link #byThisClient}
 * makes invitations that this client honours itself: it grants the request of who has the token to
 * see the user's presence, and asks the same in return. At most 256 of them are open at a time,
 * each can be used once, and all end with the program unless an {@link InvitationStore} keeps them.
 *
 * <p>After {@link #accept}, the inviter's own request is granted as well, for seven days. The
 * program sees neither of these requests; {@link #onUse} reports the new contacts.
 *
 * <p>Safe for use by any thread; no method blocks.
 */
public final class Invites implements Extension {

  private static final String CONTACT_COMMAND = "urn:xmpp:invite#invite";
  private static final String ACCOUNT_COMMAND = "urn:xmpp:invite#create-account";
  private static final String USERNAME = "username";
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final String PRE_APPROVAL = "urn:xmpp:features:pre-approval";

  private final XmppClient client;
  private final Commands commands;
  private final Clock clock;
  private final OpenInvitations open;
  private final KeptInvitations kept;
  private final ExpectedContacts expected;
  private final Subscribers<UsedInvitation> subscribers = new Subscribers<>(Invites.class);

  /**
   * Adds invitations to a client. Add it to the client's builder with {@code
   * .with(Disco::new).with(Commands::new).with(Invites::new)}.
   *
   * @param client the client
   * @throws IllegalArgumentException if the client has no {@link Commands}
   */
  public Invites(XmppClient client) {
    this(client, null, Clock.systemUTC());
  }

  /**
   * Adds invitations to a client, whose own ones outlive the program. Add it to the client's
   * builder with {@code .with(client -> new Invites(client, store))}.
   *
   * @param client the client
   * @param store keeps the open invitations of {@link #byThisClient} of this account
   * @throws IllegalArgumentException if the client has no {@link Commands}
   */
  public Invites(XmppClient client, InvitationStore store) {
    this(client, Objects.requireNonNull(store, "store"), Clock.systemUTC());
  }

  Invites(XmppClient client, @Nullable InvitationStore store, Clock clock) {
    this.client = client;
    this.clock = clock;
    this.commands = client.get(Commands.class);
    this.open = new OpenInvitations(clock, () -> client.address().bare());
    this.kept = new KeptInvitations(store, open);
    this.expected = new ExpectedContacts(clock);
  }

  @Override
  public List<Filter> filters() {
    return List.of(new SubscriptionRequests(client, open, kept, expected, subscribers));
  }

  /**
   * Requests which invitations the server makes for this user (XEP-0401, section 3).
   *
   * @return the kinds, none if the server makes no invitations; fails as {@link Commands#list} does
   */
  public CompletableFuture<Set<Kind>> offered() {
    RequestChain<Set<Kind>> kinds = new RequestChain<>();
    kinds.then(
        commands.list(server()),
        offered -> {
          Set<Kind> found = EnumSet.noneOf(Kind.class);
          offered.forEach(
              command -> {
                switch (command.node()) {
                  case CONTACT_COMMAND -> found.add(Kind.CONTACT_LIST);
                  case ACCOUNT_COMMAND -> found.add(Kind.SERVER);
                  default -> {
                    // Another command.
                  }
                }
              });
          kinds.complete(Set.copyOf(found));
        });
    return kinds;
  }

  /**
   * Has the server make an invitation to the user's contact list (XEP-0401, section 5.1). If {@link
   * Invitation#registers()}, who is invited may also register an account.
   *
   * @return the invitation. Fails as {@link Commands#execute(Jid, String)} does, with {@link
   *     im.linnet.failure.StanzaException} if the server makes no invitations; with {@link
   *     RefusedException} if it made none and says why; with {@link UnreadableAnswerException} if
   *     its answer has none
   */
  public CompletableFuture<CreatedInvitation> toContactList() {
    return create(CONTACT_COMMAND, null);
  }

  /**
   * Has the server make an invitation to register an account (XEP-0401, section 5.4), which on most
   * servers only administrators may.
   *
   * @return the invitation; fails as {@link #toContactList()} does, and with {@link
   *     RefusedException} if the server requires a user name
   */
  public CompletableFuture<CreatedInvitation> toServer() {
    return create(ACCOUNT_COMMAND, null);
  }

  /**
   * Has the server make an invitation to register an account of a certain name, see {@link
   * #toServer()}. Not all servers ask for a name, in which case {@link Invitation#jid()} has none:
   * who is invited may choose one.
   *
   * @param username the name of the account
   * @return the invitation; fails as {@link #toServer()} does, and with {@link RefusedException} if
   *     the name can't be sent
   */
  public CompletableFuture<CreatedInvitation> toServer(String username) {
    return create(ACCOUNT_COMMAND, username);
  }

  private CompletableFuture<CreatedInvitation> create(String node, @Nullable String username) {
    RequestChain<CreatedInvitation> created = new RequestChain<>();
    created.then(
        commands.execute(server(), node),
        first -> {
          if (first.hasEnded()) {
            created.complete(read(first));
          } else {
            created.then(answered(first, username), last -> created.complete(read(last)));
          }
        });
    return created;
  }

  private static CompletableFuture<CommandSession> answered(
      CommandSession asked, @Nullable String username) {
    DataForm form = asked.form();
    if (form == null || form.kind() != DataForm.Kind.FORM) {
      return asked.complete();
    }
    try {
      FormAnswer answer = form.answer();
      if (username != null && form.field(USERNAME) != null) {
        answer.set(USERNAME, username);
      }
      return asked.complete(answer.build());
    } catch (IllegalArgumentException missing) {
      var unused = asked.cancel();
      return CompletableFuture.failedFuture(
          new RefusedException(
              "The server asks for more to make an invitation: " + missing.getMessage()));
    }
  }

  private static CreatedInvitation read(CommandSession session) {
    if (!session.hasEnded()) {
      var unused = session.cancel();
      throw new UnreadableAnswerException("The server asks again instead of inviting", null);
    }
    if (session.hasFailed()) {
      String why = session.notes().stream().map(Note::text).findFirst().orElse("");
      throw new RefusedException("The server has made no invitation: " + why);
    }
    try {
      return CreatedInvitation.of(session.form());
    } catch (IllegalArgumentException malformed) {
      throw new UnreadableAnswerException(
          "The server has made an invitation that can't be read: " + malformed.getMessage(),
          malformed);
    }
  }

  /**
   * Makes an invitation to the user's contact list that this client honours itself (XEP-0379), for
   * servers that make none. It can be used while this client is connected, or when it connects
   * again; after the program has ended only with an {@link InvitationStore}.
   *
   * @param validity how long it can be used, such as seven days
   * @return the invitation, once the store has it. Fails with {@link RefusedException} if 256 are
   *     open
   * @throws IllegalArgumentException if the validity is not positive, or longer than a year
   */
  public CompletableFuture<CreatedInvitation> byThisClient(Duration validity) {
    return make(validity, null);
  }

  /**
   * Makes an invitation as {@link #byThisClient(Duration)} does that only one address can use.
   *
   * @param validity how long it can be used
   * @param invited the address of who is invited
   * @return the invitation; see {@link #byThisClient(Duration)}
   * @throws IllegalArgumentException if the validity is not positive, or longer than a year
   */
  public CompletableFuture<CreatedInvitation> byThisClient(Duration validity, Jid invited) {
    return make(validity, invited.bare());
  }

  private CompletableFuture<CreatedInvitation> make(Duration validity, @Nullable Jid only) {
    if (validity.isNegative() || validity.isZero() || validity.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "validity: %s (expected: > 0 and <= %s)".formatted(validity, LONGEST));
    }
    Instant expiry = clock.instant().plus(validity);
    RequestChain<CreatedInvitation> created = new RequestChain<>();
    created.then(
        kept.loaded().copy(),
        loaded -> {
          OpenInvitations.Open made = open.create(expiry, only);
          if (made == null) {
            throw RefusedException.full(
                "%d invitations are open: wait until one is used or expires"
                    .formatted(OpenInvitations.MOST));
          }
          Invitation invitation = made.invitation();
          created.then(
              kept.write(),
              written ->
                  created.complete(
                      new CreatedInvitation(invitation, invitation.uri(), null, expiry)));
        });
    return created;
  }

  /**
   * Accepts an invitation to a contact list (XEP-0379, section 3.4): requests to see the inviter's
   * presence, and approves the request that the inviter makes in return.
   *
   * <p>Nothing says that the inviter's side takes the token; if it does not, a person has to
   * approve the request. What has become of it is in the roster.
   *
   * @param invitation the invitation
   * @return completes when the request was sent. Fails with {@link RefusedException} if it is an
   *     invitation to a server, or of this user
   */
  public CompletableFuture<Void> accept(Invitation invitation) {
    Jid inviter = invitation.jid();
    if (invitation.kind() != Kind.CONTACT_LIST) {
      return refused(
          "The invitation is to a server: register an account with it by registration(password)");
    }
    if (inviter.isSameAccount(client.address())) {
      return refused("The invitation is of this user");
    }
    Presence request =
        Presence.builder(Presence.Type.SUBSCRIBE)
            .to(inviter)
            .payload(new PreAuth(invitation.token()))
            .build();
    expected.add(inviter);
    RequestChain<Void> accepted = new RequestChain<>();
    accepted.then(
        client.send(request),
        sent -> approve(inviter, accepted),
        failure -> {
          expected.remove(inviter);
          accepted.completeExceptionally(failure);
        });
    return accepted;
  }

  /** Approves in advance where the server takes that, so that this client need not be connected. */
  private void approve(Jid inviter, RequestChain<Void> accepted) {
    BoundStream stream = client.stream();
    if (stream != null && stream.features().offers("sub", PRE_APPROVAL)) {
      Presence approval = Presence.builder(Presence.Type.SUBSCRIBED).to(inviter).build();
      accepted.then(client.send(approval), sent -> accepted.complete(null));
    } else {
      accepted.complete(null);
    }
  }

  private static CompletableFuture<Void> refused(String why) {
    return CompletableFuture.failedFuture(new RefusedException(why));
  }

  /**
   * Subscribes to invitations of this client that somebody has used.
   *
   * @param subscriber is called with each, in order with the client's callbacks
   * @return ends the subscription
   */
  public Subscription onUse(Consumer<? super UsedInvitation> subscriber) {
    return subscribers.add(subscriber);
  }

  private Jid server() {
    return client.address().domainJid();
  }
}
