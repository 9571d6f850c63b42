package im.linnet.rooms;

import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.failure.RefusedException;
import im.linnet.forms.DataForm;
import im.linnet.forms.FieldType;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;

/**
 * The user's registration with a room (XEP-0045, section 7.10): who registers becomes a member, and
 * has a nickname that nobody else can take. The user need not be in the room.
 *
 * <pre>{@code
 * RoomRegistration registration =
 *     client.get(Rooms.class).registration(Jid.of("garden@conference.example.com"));
 * registration.register("juliet").join();
 * }</pre>
 *
 * <p>Futures fail with a {@link im.linnet.failure.StanzaException} if the room refuses, with a
 * {@link RefusedException} if something can't be sent, and otherwise as {@link
 * XmppClient#request(Iq)} does. {@link RegistrationProblem#of} says what to do.
 *
 * <p>Safe for use by any thread; no method blocks.
 */
public final class RoomRegistration {

  static final String NAMESPACE = "jabber:iq:register";
  static final String NICK = "muc#register_roomnick";
  private final XmppClient client;
  private final Jid room;
  private final RoomRequests requests;

  RoomRegistration(XmppClient client, Jid room) {
    this.client = client;
    this.room = room;
    this.requests = new RoomRequests(client, room);
  }

  /**
   * Asks whether the user is registered, and what the room wants to know.
   *
   * @return the room's answer
   */
  public CompletableFuture<RoomRegistrationForm> request() {
    return client.request(Iq.get(room, Element.of("query", NAMESPACE)), RoomRegistrationForm::of);
  }

  /**
   * Registers with a nickname. A user who is registered already gets this nickname instead.
   *
   * @param nick the nickname to reserve
   * @return done when the user is registered. Fails with a {@link RefusedException}, too, if the
   *     room asks for more than a nickname: then answer its form
   */
  public CompletableFuture<Void> register(String nick) {
    RequestChain<Void> done = new RequestChain<>();
    done.then(
        request(),
        asked -> {
          DataForm form = asked.form();
          if (form == null) {
            done.then(register(renewed(nick)), done::complete);
          } else {
            done.then(register(answered(form, nick)), done::complete);
          }
        });
    return done;
  }

  /** For a room that has no form for those who are registered. */
  private static DataForm renewed(String nick) {
    try {
      return DataForm.builder(DataForm.Kind.SUBMIT)
          .formType("http://jabber.org/protocol/muc#register")
          .field(FieldType.TEXT_SINGLE, NICK, nick)
          .build();
    } catch (IllegalArgumentException unsendable) {
      throw RoomRequests.unsendable(unsendable);
    }
  }

  private static DataForm answered(DataForm form, String nick) {
    try {
      return form.answer().set(NICK, nick).build();
    } catch (IllegalArgumentException missing) {
      throw new RefusedException(
          "The room asks for something else than a nickname: " + missing.getMessage());
    }
  }

  /**
   * Registers with the answer to the room's form.
   *
   * @param answer the answer to {@link RoomRegistrationForm#form()}
   * @return done when the user is registered
   */
  public CompletableFuture<Void> register(DataForm answer) {
    return requests.set(
        () -> Element.builder("query", NAMESPACE).child(answer.toElement()).build());
  }

  /**
   * Ends the registration (XEP-0077, section 3.2). A member who registered is then none any more.
   *
   * @return done when the room has forgotten the nickname
   */
  public CompletableFuture<Void> remove() {
    return requests.set(
        () -> Element.builder("query", NAMESPACE).child(Element.of("remove", NAMESPACE)).build());
  }
}
