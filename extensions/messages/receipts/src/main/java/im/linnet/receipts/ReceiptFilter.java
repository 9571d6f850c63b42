package im.linnet.receipts;

import im.linnet.connection.Subscribers;
import im.linnet.failure.StanzaException;
import im.linnet.forwarding.Copied;
import im.linnet.jid.Jid;
import im.linnet.receipts.ReceiptSettings.Request;
import im.linnet.receipts.ReceiptSettings.Tracking;
import im.linnet.receipts.StoredMessage.Kind;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds requests to chat messages where the settings say so, and reads receipts, markers and bounced
 * messages, but not those that another device of the user has sent. A filter sees them even if an
 * extension for rooms claims them; it changes nothing that comes in.
 */
final class ReceiptFilter implements Filter {

  private static final Logger LOG = LoggerFactory.getLogger(ReceiptFilter.class);

  private final ReceiptSettings settings;
  private final MessageLedger ledger;
  private final Supplier<Jid> own;
  private final Subscribers<RoomMarker> roomMarkers;

  ReceiptFilter(
      ReceiptSettings settings,
      MessageLedger ledger,
      Supplier<Jid> own,
      Subscribers<RoomMarker> roomMarkers) {
    this.settings = settings;
    this.ledger = ledger;
    this.own = own;
    this.roomMarkers = roomMarkers;
  }

  @Override
  public Verdict outgoing(Stanza stanza) {
    if (settings.tracking() != Tracking.EVERY_CHAT_MESSAGE
        || !(stanza instanceof Message message)
        || message.type() != Message.Type.CHAT
        || message.body() == null) {
      return Verdict.pass();
    }
    String id = message.id();
    Jid to = message.to();
    if (to == null || id == null || !MarkedId.isUsable(id)) {
      return Verdict.pass();
    }
    ledger.sending(new MessageKey(MessageKey.chat(message, to), id), Kind.ONE_TO_ONE);
    Message asking = asking(message);
    return asking.equals(message) ? Verdict.pass() : Verdict.replace(asking);
  }

  /** The message with the requests that it does not have yet. */
  Message asking(Message message) {
    Message.Builder asking = message.toBuilder();
    if (settings.requests().contains(Request.RECEIPT) && mayAskForReceipt(message)) {
      asking.payload(new ReceiptRequest());
    }
    if (settings.requests().contains(Request.MARKER)
        && message.payload(Markable.TYPE) == null
        && message.payload(DisplayedMarker.TYPE) == null) {
      asking.payload(new Markable());
    }
    return asking.build();
  }

  /** Never in a receipt, as they would go back and forth for ever (XEP-0184, section 5.4). */
  private boolean mayAskForReceipt(Message message) {
    return message.type() != Message.Type.GROUPCHAT
        && isAskable(message.to())
        && message.payload(ReceiptRequest.TYPE) == null
        && message.payload(Receipt.TYPE) == null;
  }

  /** A test that fails says nothing about the recipient. */
  private boolean isAskable(@Nullable Jid to) {
    try {
      return to == null || settings.askable().test(to);
    } catch (RuntimeException failure) {
      LOG.warn("A test whom to ask for receipts has failed", failure);
      return true;
    }
  }

  @Override
  public Verdict incoming(Stanza stanza) {
    if (stanza instanceof Message message && Copied.in(message) != Copied.SENT) {
      Jid from = message.from() == null ? own.get().bare() : message.from();
      switch (message.type()) {
        case ERROR -> bounced(from, message);
        case GROUPCHAT -> marked(from, message);
        default -> read(from, message);
      }
    }
    return Verdict.pass();
  }

  /** An error is no answer to an error, nor a receipt, even if it repeats one. */
  private void bounced(Jid from, Message message) {
    String id = message.id();
    StanzaError error = message.error();
    if (id != null && error != null && MarkedId.isUsable(id)) {
      ledger.bounced(from, id, new StanzaException(error, "The message"));
    }
  }

  private void marked(Jid from, Message message) {
    DisplayedMarker marker = message.payload(DisplayedMarker.TYPE);
    if (marker != null && from.resource() != null) {
      roomMarkers.tell(new RoomMarker(from, marker.id(), message));
    }
  }

  private void read(Jid from, Message message) {
    Receipt receipt = message.payload(Receipt.TYPE);
    if (receipt != null) {
      ledger.received(from, receipt.id());
    }
    DisplayedMarker marker = message.payload(DisplayedMarker.TYPE);
    if (marker != null) {
      ledger.displayed(from, marker.id());
    }
  }
}
