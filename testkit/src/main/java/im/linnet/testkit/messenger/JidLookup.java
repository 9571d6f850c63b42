package im.linnet.testkit.messenger;

import org.jspecify.annotations.Nullable;

/**
 * The look-up of an address by e-mail ({@code getjid}).
 *
 * @param namespace the namespace it is answered in, or null if it is not
 * @param advertised whether disco#info of the domain lists it
 */
public record JidLookup(@Nullable String namespace, boolean advertised) {

  /** The namespace of the wiki's copy of the documentation and of all client code. */
  public static final String FULL = "http://messenger.live.com/xmpp/jidlookup";

  /** The namespace of the vendor's page, probably cut by its publishing. */
  public static final String SHORT = "jidlookup";

  /** {@return answered and advertised in the full namespace} */
  public static JidLookup asTraced() {
    return new JidLookup(FULL, true);
  }

  /** {@return neither} */
  public static JidLookup absent() {
    return new JidLookup(null, false);
  }
}
