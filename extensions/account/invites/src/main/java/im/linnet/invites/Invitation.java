package im.linnet.invites;

import im.linnet.invites.InvalidInvitationException.Reason;
import im.linnet.jid.Jid;
import im.linnet.registration.AccountRegistration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An invitation, as its link says: to somebody's contact list (XEP-0379, section 3.2) or to a
 * server (XEP-0445, section 2). Immutable value.
 *
 * <pre>{@code
 * Invitation invitation =
 *     Invitation.of("xmpp:romeo@example.com?roster;preauth=1tMFqYDdKhfe2pwp;ibr=y");
 * }</pre>
 *
 * <p>The token in it is a secret: who has it first can use it. A link comes from anywhere, so ask
 * the user before using it, and show the address and not only the {@link #name()}.
 */
public final class Invitation {

  /** What an invitation is to. */
  public enum Kind {
    /** The contact list of a user: each sees the other's presence. */
    CONTACT_LIST("roster"),
    /** A server: the invited user gets an account there. */
    SERVER("register");

    private final String action;

    Kind(String action) {
      this.action = action;
    }
  }

  private static final String PREAUTH = "preauth";
  private static final String NAME = "name";
  private static final String IBR = "ibr";

  private final Kind kind;
  private final Jid jid;
  private final String token;
  private final @Nullable String name;
  private final boolean registers;

  private Invitation(Kind kind, Jid jid, String token, @Nullable String name, boolean registers) {
    this.kind = kind;
    this.jid = jid;
    this.token = token;
    this.name = name;
    this.registers = registers;
  }

  static Invitation toContactList(Jid inviter, String token) {
    return new Invitation(Kind.CONTACT_LIST, inviter, token, null, false);
  }

  /**
   * Reads a link. Parameters may be in any order and percent-encoded; unknown ones are ignored.
   *
   * @param uri the link, such as {@code xmpp:romeo@example.com?roster;preauth=1tMFqYDdKhfe2pwp}
   * @return the invitation
   * @throws InvalidInvitationException if it is something else
   */
  public static Invitation of(String uri) {
    InvitationUri read = InvitationUri.of(uri);
    for (Kind kind : Kind.values()) {
      if (kind.action.equals(read.action())) {
        return of(kind, read);
      }
    }
    throw new InvalidInvitationException(
        Reason.OTHER_ACTION,
        "The XMPP link is no invitation: it asks neither to add a contact nor to register");
  }

  private static Invitation of(Kind kind, InvitationUri read) {
    String token = read.parameter(PREAUTH);
    if (token == null) {
      throw new InvalidInvitationException(
          Reason.NO_TOKEN, "The XMPP link is no invitation: it has no token");
    }
    try {
      new PreAuth(token).toElement();
    } catch (IllegalArgumentException unsendable) {
      throw InvitationUri.malformed("its token can't be sent");
    }
    String name = read.parameter(NAME);
    return new Invitation(
        kind,
        read.jid(),
        token,
        name == null ? null : name.replace('+', ' '),
        kind == Kind.SERVER || "y".equals(read.parameter(IBR)));
  }

  /** {@return what it is to} */
  public Kind kind() {
    return kind;
  }

  /**
   * {@return the address of the inviter; for an invitation to a server, the account to register, or
   * the server's address if the user may choose a name}
   */
  public Jid jid() {
    return jid;
  }

  /** {@return the token, a secret} */
  public String token() {
    return token;
  }

  /**
   * {@return the name that the inviter suggests, or null; anybody can suggest any name, so show the
   * address too (XEP-0379, section 5.4)}
   */
  public @Nullable String name() {
    return name;
  }

  /** {@return whether an account can be registered with it at the server of {@link #jid()}} */
  public boolean registers() {
    return registers;
  }

  /**
   * The step that registers an account with this invitation (XEP-0445, section 4). The server then
   * also makes the inviter and the new user contacts of each other, if the invitation is to a
   * contact list.
   *
   * <pre>{@code
   * Invitation invitation = Invitation.of("xmpp:example.com?register;preauth=gQhzHRyQOlgy");
   * AccountRegistration account = invitation.registration("R0m30");
   * XmppClient client =
   *     XmppClient.builder(Jid.of("juliet", invitation.jid().domain(), null))
   *         .sasl(Sasl.password("R0m30"))
   *         .steps(account::beforeSignIn)
   *         .build();
   * }</pre>
   *
   * @param password the password of the new account
   * @return the step, for a client whose account is at the server of {@link #jid()}
   * @throws IllegalArgumentException if the password is empty
   * @throws IllegalStateException if no account can be registered with it
   */
  public AccountRegistration registration(String password) {
    if (!registers) {
      throw new IllegalStateException(
          "No account can be registered with this invitation: check registers() first");
    }
    return AccountRegistration.withPassword(password).invitedBy(token);
  }

  /** {@return the link, which contains the token} */
  public String uri() {
    Map<String, @Nullable String> parameters = new LinkedHashMap<>();
    parameters.put(PREAUTH, token);
    parameters.put(IBR, registers && kind == Kind.CONTACT_LIST ? "y" : null);
    parameters.put(NAME, name);
    return InvitationUri.write(jid, kind.action, parameters);
  }

  private List<@Nullable Object> parts() {
    return Arrays.asList(kind, jid, token, name, registers);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Invitation that && parts().equals(that.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  /** {@return the invitation without its token} */
  @Override
  public String toString() {
    return "Invitation[%s, %s, registers=%s]".formatted(kind, jid, registers);
  }
}
