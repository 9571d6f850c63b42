package im.linnet.invites;

import im.linnet.jid.Jid;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The invitations that this client has made and nobody has used yet, by their tokens. Bounded, as
 * each expires (XEP-0379, section 5.2). Safe for use by any thread.
 */
final class OpenInvitations {

  /** The most invitations that are open at a time. */
  static final int MOST = 256;

  private static final int TOKEN_BYTES = 18;

  /**
   * An invitation that is open.
   *
   * @param invitation the invitation
   * @param expiry until when it can be used
   * @param only the bare address that may use it, or null for anybody
   */
  record Open(Invitation invitation, Instant expiry, @Nullable Jid only) {

    StoredInvitation stored() {
      return new StoredInvitation(invitation.token(), expiry, only);
    }
  }

  private final Map<String, Open> open = new HashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final Clock clock;
  private final Supplier<Jid> inviter;

  /**
   * None is open.
   *
   * @param clock says when they expire
   * @param inviter the user's bare address
   */
  OpenInvitations(Clock clock, Supplier<Jid> inviter) {
    this.clock = clock;
    this.inviter = inviter;
  }

  /** Makes an invitation; null if too many are open. */
  synchronized @Nullable Open create(Instant expiry, @Nullable Jid only) {
    forgetExpired();
    if (open.size() >= MOST) {
      return null;
    }
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    String text = Base64.getUrlEncoder().encodeToString(token);
    Open created = new Open(invitation(text), expiry, only);
    open.put(text, created);
    return created;
  }

  private Invitation invitation(String token) {
    return Invitation.toContactList(inviter.get(), token);
  }

  private void forgetExpired() {
    Instant now = clock.instant();
    open.values().removeIf(each -> !now.isBefore(each.expiry));
  }

  /** Opens invitations of an earlier run again, as far as there is room. */
  synchronized void restore(List<StoredInvitation> stored) {
    for (StoredInvitation one : stored) {
      if (open.size() < MOST) {
        open.putIfAbsent(one.token(), new Open(invitation(one.token()), one.expiry(), one.only()));
      }
    }
    forgetExpired();
  }

  /** What can still be used. */
  synchronized List<StoredInvitation> all() {
    forgetExpired();
    return open.values().stream().map(Open::stored).toList();
  }

  /** Uses an invitation up; null if it is unknown, expired, or for somebody else. */
  synchronized @Nullable Open use(String token, Jid contact) {
    Open found = open.get(token);
    if (found == null
        || !clock.instant().isBefore(found.expiry)
        || (found.only != null && !found.only.equals(contact))) {
      return null;
    }
    open.remove(token);
    return found;
  }

  /** Opens an invitation again whose use could not be confirmed. */
  synchronized void reopen(Open invitation) {
    if (open.size() < MOST) {
      open.put(invitation.invitation.token(), invitation);
    }
  }
}
