package im.linnet.rooms;

import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.failure.RefusedException;
import im.linnet.forms.DataForm;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What moderators, admins and owners of a room can do (XEP-0045, sections 8 to 10; XEP-0425).
 *
 * <p>Every future completes when the room has done it. It fails with a {@link
 * im.linnet.failure.StanzaException} if the room refuses: {@code forbidden} or {@code not-allowed}
 * if the user has not the right, {@code item-not-found} if there is no such occupant, user or
 * message. It fails with a {@link RefusedException} if a text can't be sent, and otherwise as
 * {@link XmppClient#request(Iq)} does.
 *
 * <p>Safe for use by any thread; no method blocks.
 */
public final class RoomAdmin {

  static final String NAMESPACE = "http://jabber.org/protocol/muc#admin";
  private static final String OWNER = "http://jabber.org/protocol/muc#owner";

  private final XmppClient client;
  private final Room room;
  private final RoomRequests requests;

  RoomAdmin(XmppClient client, Room room) {
    this.client = client;
    this.room = room;
    this.requests = new RoomRequests(client, room.jid());
  }

  /**
   * Kicks an occupant, who may come back (section 8.2).
   *
   * @param nick the occupant
   * @param reason why, or null
   * @return done when the occupant is out
   */
  public CompletableFuture<Void> kick(String nick, @Nullable String reason) {
    return role(nick, Role.NONE, reason);
  }

  /**
   * Gives an occupant a role: voice (section 8.3), or that of a moderator (section 9.6).
   *
   * @param nick the occupant
   * @param role the role
   * @param reason why, or null
   * @return done when the occupant has the role
   */
  public CompletableFuture<Void> role(String nick, Role role, @Nullable String reason) {
    return change(item -> item.attribute("nick", nick).attribute("role", role.wireName()), reason);
  }

  /**
   * Bans a user (section 9.1). To lift the ban, use {@link #affiliation} with {@link
   * Affiliation#NONE}.
   *
   * @param user the user; a resourcepart is ignored
   * @param reason why, or null
   * @return done when the user is banned
   */
  public CompletableFuture<Void> ban(Jid user, @Nullable String reason) {
    return affiliation(user, Affiliation.OUTCAST, reason);
  }

  /**
   * Gives a user an affiliation (sections 9.3, 10.3 and 10.6).
   *
   * @param user the user; a resourcepart is ignored
   * @param affiliation the affiliation
   * @param reason why, or null
   * @return done when the user has the affiliation
   */
  public CompletableFuture<Void> affiliation(
      Jid user, Affiliation affiliation, @Nullable String reason) {
    return change(
        item ->
            item.attribute("jid", user.bare().toString())
                .attribute("affiliation", affiliation.wireName()),
        reason);
  }

  private CompletableFuture<Void> change(
      Consumer<ElementBuilder> attributes, @Nullable String reason) {
    return requests.set(
        () -> {
          ElementBuilder item = Element.builder("item", NAMESPACE);
          attributes.accept(item);
          return Element.builder("query", NAMESPACE)
              .child(item.child("reason", reason).build())
              .build();
        });
  }

  /**
   * Requests the users with an affiliation (sections 9.2, 9.5, 10.5 and 10.8).
   *
   * @param affiliation any but {@link Affiliation#NONE}
   * @return the list
   */
  public CompletableFuture<List<Affiliated>> list(Affiliation affiliation) {
    Element item =
        Element.builder("item", NAMESPACE).attribute("affiliation", affiliation.wireName()).build();
    Element query = Element.builder("query", NAMESPACE).child(item).build();
    return client.request(Iq.get(room.jid(), query), Affiliated::in);
  }

  /**
   * Requests the form of the configuration (section 10.2).
   *
   * @return the form, whose {@link DataForm#answer()} is for {@link #configure}
   */
  public CompletableFuture<DataForm> configuration() {
    return client.request(Iq.get(room.jid(), Element.of("query", OWNER)), DataForm::in);
  }

  /**
   * Configures the room (section 10.2). This unlocks a room that was {@linkplain
   * JoinOptions#reserved() reserved}.
   *
   * @param form the answer to the form, or {@link DataForm#cancel()}, which destroys a new room
   * @return done when the room is configured
   */
  public CompletableFuture<Void> configure(DataForm form) {
    return owner(form::toElement);
  }

  /** Accepts the default configuration of a new room (section 10.1.2). */
  CompletableFuture<Void> configureInstantly() {
    return owner(
        () ->
            Element.builder("x", DataForm.NAMESPACE)
                .attribute("type", DataForm.Kind.SUBMIT.wireName())
                .build());
  }

  /**
   * Destroys the room (section 10.9).
   *
   * @param alternative the room to go to instead, or null
   * @param reason why, or null
   * @return done when the room is destroyed
   */
  public CompletableFuture<Void> destroy(@Nullable Jid alternative, @Nullable String reason) {
    return owner(
        () ->
            Element.builder("destroy", OWNER)
                .attribute("jid", alternative == null ? null : alternative.toString())
                .child("reason", reason)
                .build());
  }

  private CompletableFuture<Void> owner(Supplier<Element> content) {
    return requests.set(() -> Element.builder("query", OWNER).child(content.get()).build());
  }

  /**
   * Retracts a message for all (XEP-0425, section 3), in the version that the room announces.
   *
   * @param stanzaId the id that the room gave the message, see {@link RoomMessage#stanzaId()}
   * @param reason why, or null
   * @return done when the room has retracted it. Fails with a {@link RefusedException}, too, if the
   *     room does not moderate messages
   */
  public CompletableFuture<Void> moderate(String stanzaId, @Nullable String reason) {
    RequestChain<Void> done = new RequestChain<>();
    ModerationVersion known = room.features().moderation();
    if (known != ModerationVersion.NONE) {
      return requests.set(() -> known.request(stanzaId, reason));
    }
    done.then(
        room.learnFeatures(),
        features -> {
          if (features.moderation() == ModerationVersion.NONE) {
            done.completeExceptionally(
                new RefusedException(
                    room.jid() + " does not moderate messages: kick or ban the occupant instead"));
          } else {
            done.then(
                requests.set(() -> features.moderation().request(stanzaId, reason)),
                done::complete);
          }
        });
    return done;
  }
}
