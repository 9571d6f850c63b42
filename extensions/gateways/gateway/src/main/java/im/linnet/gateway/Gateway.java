package im.linnet.gateway;

import im.linnet.disco.DiscoInfo;
import im.linnet.disco.Identity;
import im.linnet.jid.Jid;
import org.jspecify.annotations.Nullable;

/** A gateway and what it says about itself (XEP-0030, XEP-0100). Immutable. */
public final class Gateway {

  /** The namespace of registration (XEP-0077). */
  private static final String REGISTER = "jabber:iq:register";

  /** The feature of JID Escaping (XEP-0106, section 6). */
  private static final String ESCAPING = "jid\\20escaping";

  private static final String CATEGORY = "gateway";

  private final Jid jid;
  private final Identity identity;
  private final DiscoInfo info;

  private Gateway(Jid jid, Identity identity, DiscoInfo info) {
    this.jid = jid;
    this.identity = identity;
    this.info = info;
  }

  /** The gateway at an address, or null if what answered there is none. */
  static @Nullable Gateway of(Jid jid, DiscoInfo info) {
    for (Identity identity : info.identities()) {
      if (identity.category().equals(CATEGORY)) {
        return new Gateway(jid, identity, info);
      }
    }
    return null;
  }

  /** Whether an entity escapes names in addresses. */
  static boolean escapes(DiscoInfo info) {
    return info.has(ESCAPING);
  }

  /** {@return its address, a domain alone} */
  public Jid jid() {
    return jid;
  }

  /** {@return the network that it leads to, such as {@code msn}, {@code icq} or {@code irc}} */
  public String type() {
    return identity.type();
  }

  /** {@return its name for display, or null if it has none} */
  public @Nullable String name() {
    return identity.name();
  }

  /** {@return whether it offers to register (XEP-0077)} */
  public boolean offersRegistration() {
    return info.has(REGISTER);
  }

  /** {@return whether it offers to translate names (XEP-0100, section 6.3)} */
  public boolean offersPrompt() {
    return info.has(Prompt.NAMESPACE);
  }

  /** {@return whether it uses JID Escaping (XEP-0106)} */
  public boolean escapesNames() {
    return escapes(info);
  }

  /** {@return all that it says about itself} */
  public DiscoInfo info() {
    return info;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Gateway gateway && jid.equals(gateway.jid) && info.equals(gateway.info);
  }

  @Override
  public int hashCode() {
    return jid.hashCode();
  }

  @Override
  public String toString() {
    return "Gateway[%s to %s]".formatted(jid, type());
  }
}
