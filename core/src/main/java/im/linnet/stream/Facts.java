package im.linnet.stream;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * What a negotiation has established so far; steps decide by it whether they are due. A step adds
 * to it by {@link Negotiation#note}, as many facts at a time as it likes. Immutable: each method
 * {@code with..} gives a changed copy.
 */
public final class Facts {

  private static final Facts NONE = new Facts(false, null, null, null, null, null);

  private final boolean secure;
  private final @Nullable String mechanism;
  private final @Nullable Jid jid;
  private final @Nullable Element enabled;
  private final @Nullable Element resumed;
  private final @Nullable Element refused;

  private Facts(
      boolean secure,
      @Nullable String mechanism,
      @Nullable Jid jid,
      @Nullable Element enabled,
      @Nullable Element resumed,
      @Nullable Element refused) {
    this.secure = secure;
    this.mechanism = mechanism;
    this.jid = jid;
    this.enabled = enabled;
    this.resumed = resumed;
    this.refused = refused;
  }

  /** {@return the facts of a connection that has just been opened} */
  public static Facts none() {
    return NONE;
  }

  /** {@return whether TLS protects the stream and the server's certificate was verified} */
  public boolean secure() {
    return secure;
  }

  /** {@return whether the user is signed in} */
  public boolean authenticated() {
    return mechanism != null;
  }

  /** {@return how the user signed in, such as {@code SCRAM-SHA-256}, or null before} */
  public @Nullable String mechanism() {
    return mechanism;
  }

  /** {@return whether a resource is bound, by this stream or the one that it resumes} */
  public boolean bound() {
    return jid != null;
  }

  /** {@return the address that the server bound, or null before} */
  public @Nullable Jid jid() {
    return jid;
  }

  /** {@return whether both sides count stanzas from here on (XEP-0198)} */
  public boolean managed() {
    return enabled != null || resumed != null;
  }

  /** {@return the server's {@code <enabled/>} (XEP-0198, section 3), or null} */
  public @Nullable Element enabled() {
    return enabled;
  }

  /** {@return the server's {@code <resumed/>} (XEP-0198, section 5), or null} */
  public @Nullable Element resumed() {
    return resumed;
  }

  /** {@return the server's {@code <failed/>} for the stream that was to be resumed, or null} */
  public @Nullable Element refused() {
    return refused;
  }

  /** {@return these facts on a stream under TLS} */
  public Facts withSecure() {
    return new Facts(true, mechanism, jid, enabled, resumed, refused);
  }

  /**
   * The user is signed in.
   *
   * @param name how; for SASL the name of the mechanism
   * @return these facts and this one
   */
  public Facts withMechanism(String name) {
    return new Facts(secure, name, jid, enabled, resumed, refused);
  }

  /**
   * The server bound a resource.
   *
   * @param address the full address
   * @return these facts and this one
   */
  public Facts withJid(Jid address) {
    return new Facts(secure, mechanism, address, enabled, resumed, refused);
  }

  /**
   * The server counts stanzas from here on (XEP-0198, section 3).
   *
   * @param answer the {@code <enabled/>}; what in it can't be read is as if it were absent
   * @return these facts and this one
   */
  public Facts withEnabled(Element answer) {
    return new Facts(secure, mechanism, jid, answer, resumed, refused);
  }

  /**
   * The server resumed the stream that was lost (XEP-0198, section 5), with its address.
   *
   * @param stream the stream
   * @param answer the {@code <resumed/>}; it is checked when it is noted
   * @return these facts and this one
   */
  public Facts withResumed(LostStream stream, Element answer) {
    return new Facts(secure, mechanism, stream.jid(), enabled, answer, refused);
  }

  /**
   * The server can't resume the stream that was lost: it is over, and another has to be bound.
   *
   * @param answer the {@code <failed/>}, which may say how many stanzas the server has handled
   * @return these facts and this one
   */
  public Facts withRefused(Element answer) {
    return new Facts(secure, mechanism, jid, enabled, resumed, answer);
  }

  /** {@return the facts, without what was sent} */
  @Override
  public String toString() {
    return "Facts[secure=%s, mechanism=%s, jid=%s, managed=%s, resumed=%s]"
        .formatted(secure, mechanism, jid, managed(), resumed != null);
  }
}
