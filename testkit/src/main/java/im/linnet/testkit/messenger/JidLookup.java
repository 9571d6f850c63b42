package im.linnet.testkit.messenger;

import org.jspecify.annotations.Nullable;

/**
 * The look-up of an address by e-mail ({@code getjid}).
 *
 * @param namespace the namespace it is answered in, or null if it is not
 * @param advertised whether disco#info of the domain lists it
 * @param form what an answer looks like
 * @param unknown the answer for an e-mail address that is no account's
 */
public record JidLookup(
    @Nullable String namespace, boolean advertised, Form form, Reaction unknown) {

  /** What an answer looks like. */
  public enum Form {
    /** From the e-mail address that was asked, with the account's address. */
    NORMAL,
    /** As the documentation prints it: {@code from} and {@code to} as in the request. */
    NOT_SWAPPED,
    /** Without {@code <jid/>}. */
    WITHOUT_JID,
    /** With an empty {@code <jid/>}. */
    EMPTY_JID,
    /** Without child. */
    NO_CHILD
  }

  /** The namespace of the wiki's copy of the documentation and of all client code. */
  public static final String FULL = "http://messenger.live.com/xmpp/jidlookup";

  /** The namespace of the vendor's page, probably cut by its publishing. */
  public static final String SHORT = "jidlookup";

  /**
   * Normal answers, and item-not-found.
   *
   * @param namespace the namespace it is answered in, or null if it is not
   * @param advertised whether disco#info of the domain lists it
   */
  public JidLookup(@Nullable String namespace, boolean advertised) {
    this(namespace, advertised, Form.NORMAL, Reaction.error("item-not-found"));
  }

  /** {@return answered and advertised in the full namespace} */
  public static JidLookup asTraced() {
    return new JidLookup(FULL, true);
  }

  /** {@return neither} */
  public static JidLookup absent() {
    return new JidLookup(null, false);
  }

  /**
   * The same with another form of answers.
   *
   * @param other the form
   * @return the changed copy
   */
  public JidLookup withForm(Form other) {
    return new JidLookup(namespace, advertised, other, unknown);
  }

  /**
   * The same with another answer for unknown addresses.
   *
   * @param reaction the answer
   * @return the changed copy
   */
  public JidLookup withUnknown(Reaction reaction) {
    return new JidLookup(namespace, advertised, form, reaction);
  }
}
