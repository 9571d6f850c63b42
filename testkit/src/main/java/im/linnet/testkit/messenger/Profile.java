package im.linnet.testkit.messenger;

import java.util.Set;

/** The two documented states of the service, as initial settings. */
public enum Profile {
  /** As announced in December 2011: no redirect, no change of the contact list, chat states. */
  YEAR_2011,

  /** From April 2012: redirects, contacts added by JID, look-up, archive, nicknames. */
  YEAR_2012;

  /** {@return the settings} */
  public MessengerSettings settings() {
    return new MessengerSettings(
        "messenger.live.com",
        TlsOffer.REQUIRED,
        redirects(),
        SignIn.asTraced(),
        SessionFeature.ABSENT,
        ReplyFrom.DOMAIN,
        offer(),
        null);
  }

  private RedirectPlan redirects() {
    return switch (this) {
      case YEAR_2011 -> RedirectPlan.none();
      case YEAR_2012 -> RedirectPlan.toGateway(RedirectPlan.When.AFTER_TLS);
    };
  }

  private Offer offer() {
    boolean later = this == YEAR_2012;
    return new Offer(
        later
            ? Set.of("vcard-temp", "urn:xmpp:archive", Ns.NICK)
            : Set.of("vcard-temp", Ns.CHAT_STATES),
        later ? JidLookup.asTraced() : JidLookup.absent(),
        later,
        Reaction.error("feature-not-implemented"),
        Reaction.error("service-unavailable"),
        true,
        !later,
        later,
        Reaction.silence(),
        CardRule.assumed(),
        later ? HistoryRule.lastTen() : HistoryRule.absent());
  }
}
