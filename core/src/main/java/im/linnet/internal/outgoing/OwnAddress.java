package im.linnet.internal.outgoing;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * The bound address of a stream, which decides what is addressed to us and what comes from us. An
 * address with neither localpart nor resourcepart, as a component has it (XEP-0114), stands for all
 * addresses of its domain.
 *
 * @param jid the address
 */
public record OwnAddress(Jid jid) {

  /**
   * Whether a stanza is addressed to us.
   *
   * @param to its addressee, or null
   * @return whether it is
   */
  public boolean isForUs(@Nullable Jid to) {
    return to == null || (isDomain() ? isInDomain(to) : to.isSameAccount(jid));
  }

  /**
   * Whether a stanza may name this address as its sender (RFC 6120, section 8.1.2.1).
   *
   * @param from the sender, or null for none
   * @return whether the server accepts it
   */
  public boolean maySend(@Nullable Jid from) {
    return from == null || (isDomain() ? isInDomain(from) : isOurs(from));
  }

  /** Whether only our own server can have written this sender, because it is our own address. */
  public boolean isOurs(@Nullable Jid from) {
    return jid.bare().equals(from) || jid.equals(from);
  }

  /** Whether this is the server that the stream leads to, or that server is us. */
  public boolean isServer(Jid from) {
    return from.equals(jid.domainJid());
  }

  /** The sender that an answer must name: the request's addressee, if we have many addresses. */
  public @Nullable String answering(@Nullable String to) {
    return isDomain() ? to : null;
  }

  /**
   * Adds the sender that a stream with many addresses needs in each stanza (XEP-0114, section 3):
   * the domain, if the stanza names none. Some servers end the stream otherwise.
   *
   * @param stanza a stanza about to be written
   * @return itself, or a copy with a sender
   */
  public Element withSender(Element stanza) {
    return isDomain() && stanza.attribute("from") == null
        ? stanza.toBuilder().attribute("from", jid.toString()).build()
        : stanza;
  }

  /**
   * Whether a stanza must name its addressee, because no account or server stands for it (XEP-0114,
   * section 3).
   */
  public boolean needsAddressee() {
    return isDomain();
  }

  private boolean isDomain() {
    return jid.equals(jid.domainJid());
  }

  private boolean isInDomain(Jid other) {
    return other.domain().equals(jid.domain());
  }
}
