package im.linnet.testkit.messenger;

import org.jspecify.annotations.Nullable;

/**
 * The look-up of a JID by e-mail address ({@code getjid}).
 *
 * @param namespace the namespace in which requests are answered, or null for none
 * @param advertised whether disco#info of the domain lists it
 * @param form the form of an answer
 * @param unknown the answer for an unknown e-mail address
 */
public record JidLookup(
    @Nullable String namespace, boolean advertised, Form form, Reaction unknown) {

  /** The form of an answer. */
  public enum Form {
    /** From the requested e-mail address, with the account's address. */
    NORMAL,
    /** As printed in the documentation: {@code from} and {@code to} as in the request. */
    NOT_SWAPPED,
    /** Without {@code <jid/>}. */
    WITHOUT_JID,
    /** With an empty {@code <jid/>}. */
    EMPTY_JID,
    /** Without a child. */
    NO_CHILD
  }

  /** The namespace in the wiki's copy of the documentation and in all client code. */
  public static final String FULL = "http://messenger.live.com/xmpp/jidlookup";

  /** The namespace on the vendor's page, probably cut off when it was published. */
  public static final String SHORT = "jidlookup";

  /**
   * Normal answers, and item-not-found.
   *
   * @param namespace the namespace in which requests are answered, or null for none
   * @param advertised whether disco#info of the domain lists it
   */
  public JidLookup(@Nullable String namespace, boolean advertised) {
    this(namespace, advertised, Form.NORMAL, Reaction.error("item-not-found"));
  }

  /** {@return a look-up that is answered and advertised in the full namespace} */
  public static JidLookup asTraced() {
    return new JidLookup(FULL, true);
  }

  /** {@return no look-up, answered or advertised} */
  public static JidLookup absent() {
    return new JidLookup(null, false);
  }

  /**
   * Returns a copy with another form of answers.
   *
   * @param other the form
   * @return the changed copy
   */
  public JidLookup withForm(Form other) {
    return new JidLookup(namespace, advertised, other, unknown);
  }

  /**
   * Returns a copy with another answer for unknown addresses.
   *
   * @param reaction the answer
   * @return the changed copy
   */
  public JidLookup withUnknown(Reaction reaction) {
    return new JidLookup(namespace, advertised, form, reaction);
  }
}
