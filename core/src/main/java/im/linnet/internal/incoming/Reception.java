package im.linnet.internal.incoming;

import im.linnet.connection.Dropped.Reason;
import im.linnet.internal.outgoing.OwnAddress;
import im.linnet.internal.outgoing.Sender;
import im.linnet.jid.InvalidJidException;
import im.linnet.jid.JidCache;
import im.linnet.observe.StanzaKind;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import im.linnet.xml.Languages;
import org.jspecify.annotations.Nullable;

/**
 * Dispatches the stanzas of one connection: to the request that an answer belongs to, to a request
 * handler, or to subscribers. Others are dropped, and requests among them are answered with an
 * error (RFC 6120, section 8.2.3). Belongs to the event loop.
 */
public final class Reception {

  /**
   * How many parsed addresses a session caches: enough for usual contacts, not for a whole room.
   */
  private static final int ADDRESSES = 32;

  /** The longest possible address, in bytes (RFC 7622, section 3.1). */
  private static final int LONGEST = 3071;

  private final OwnAddress own;
  private final Router router;
  private final Sender sender;
  private final RequestAnswers answers;
  private final Runnable proved;
  private final Languages languages;
  private final JidCache addresses = new JidCache(ADDRESSES);

  /** Set when incoming stanzas are left to another client. */
  private boolean leaving;

  /** For one connection; runs {@code proved} when an answer shows that the server is alive. */
  public Reception(
      OwnAddress own,
      Router router,
      Sender sender,
      RequestAnswers answers,
      Runnable proved,
      Languages languages) {
    this.languages = languages;
    this.own = own;
    this.router = router;
    this.sender = sender;
    this.answers = answers;
    this.proved = proved;
  }

  /** From now on takes answers only: the rest is left to another client. */
  public void leave() {
    leaving = true;
  }

  /** Whether incoming stanzas other than answers are left to another client. */
  public boolean isLeaving() {
    return leaving;
  }

  /** Gives back memory that a silent stream does not need. */
  public void forget() {
    addresses.forget();
  }

  /** Takes an element of this size, in bytes. */
  public void take(Element element, int size) {
    Stanza stanza;
    try {
      stanza = Stanza.of(element, addresses, languages);
    } catch (IllegalArgumentException malformed) {
      if (!leaving) {
        malformed(element, malformed);
        router.drop(element, Reason.MALFORMED, size);
      }
      return;
    }
    if (stanza != null && router.listeners().isCounting()) {
      router.listeners().received(StanzaKind.of(stanza));
    }
    if (stanza instanceof Iq iq && !iq.isRequest()) {
      answered(iq, size);
    } else if (!leaving) {
      sort(element, stanza, size);
    }
  }

  private void answered(Iq answer, int size) {
    if (sender.answered(answer, size)) {
      proved.run();
    } else if (!leaving) {
      router.drop(answer.element(), Reason.UNASKED, size);
    }
  }

  private void sort(Element element, @Nullable Stanza stanza, int size) {
    if (stanza == null) {
      if (!router.deliver(element, size)) {
        router.drop(element, Reason.UNKNOWN, size);
      }
    } else if (!own.isForUs(stanza.to())) {
      if (stanza instanceof Iq request) {
        answers.refuse(request, Condition.SERVICE_UNAVAILABLE);
      }
      router.drop(element, Reason.MISADDRESSED, size);
    } else if (stanza instanceof Iq request) {
      answers.answer(request, size);
    } else {
      router.deliver(stanza, size);
    }
  }

  /** Answers a malformed element if it is, or may be, a request; nothing else may be answered. */
  private void malformed(Element element, IllegalArgumentException malformed) {
    if (!(malformed instanceof InvalidJidException)) {
      answers.refuseUnknown(element);
      return;
    }
    String from = element.attribute("from");
    String type = element.attribute("type");
    boolean asks = element.name().equals("iq") && ("get".equals(type) || "set".equals(type));
    // A longer address can't exist, so there is nobody to answer.
    if (asks && (from == null || from.length() <= LONGEST)) {
      answers.refuse(element, Condition.JID_MALFORMED);
    }
  }
}
