package im.linnet.internal.outgoing;

import im.linnet.jid.Jid;
import org.jspecify.annotations.Nullable;

/**
 * The address that a stream was bound to, and by it what is for us and from us. One without local
 * part and resource, as a component has it (XEP-0114), stands for all addresses of its domain.
 *
 * @param jid the address
 */
public record OwnAddress(Jid jid) {

  /**
   * Tells whether a stanza is for us.
   *
   * @param to its addressee, or null
   * @return whether it is
   */
  public boolean isForUs(@Nullable Jid to) {
    return to == null || (isDomain() ? isInDomain(to) : to.isSameAccount(jid));
  }

  /**
   * Tells whether a stanza may say that it is from an address (RFC 6120, section 8.1.2.1).
   *
   * @param from the sender that it names, or null for none
   * @return whether the server lets it pass
   */
  public boolean maySend(@Nullable Jid from) {
    return from == null || (isDomain() ? isInDomain(from) : isOurs(from));
  }

  /** Whether only our own server can have written this sender: nobody else may be us. */
  public boolean isOurs(@Nullable Jid from) {
    return jid.bare().equals(from) || jid.equals(from);
  }

  /** Whether it is the server that the stream leads to, or we are it. */
  public boolean isServer(Jid from) {
    return from.equals(jid.domainJid());
  }

  /** What an answer has to name as its sender: to whom the request went, where we are many. */
  public @Nullable String answering(@Nullable String to) {
    return isDomain() ? to : null;
  }

  private boolean isDomain() {
    return jid.equals(jid.domainJid());
  }

  private boolean isInDomain(Jid other) {
    return other.domain().equals(jid.domain());
  }
}
