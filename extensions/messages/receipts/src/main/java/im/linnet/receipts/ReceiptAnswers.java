package im.linnet.receipts;

import im.linnet.XmppClient;
import im.linnet.delay.Delay;
import im.linnet.forwarding.Copied;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests for receipts (XEP-0184, section 7): once for each message, and only for those
 * that reached this client itself. The last 1,024 are remembered, as a server may send a message
 * again on a resumed stream.
 */
final class ReceiptAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(ReceiptAnswers.class);
  private static final int MAX_ANSWERED = 1_024;
  private static final String CARBONS = "urn:xmpp:carbons:2";
  private static final String ARCHIVE = "urn:xmpp:mam:";

  private final XmppClient client;
  private final Predicate<? super Jid> allowed;
  private final Map<MessageKey, Boolean> answered = new LinkedHashMap<>();

  ReceiptAnswers(XmppClient client, Predicate<? super Jid> allowed) {
    this.client = client;
    this.allowed = allowed;
  }

  /** A message that was delivered to the user. */
  void heard(Message message) {
    String id = message.id();
    Jid from = message.from();
    if (id == null || from == null || !asks(message) || !MarkedId.isUsable(id)) {
      return;
    }
    Jid chat = MessageKey.chat(message, from);
    MessageKey key = new MessageKey(chat, id);
    if (!allowed.test(chat)) {
      LOG.debug("Did not answer a request for a receipt: {} is not allowed to get any", chat);
    } else if (isFirst(key)) {
      answer(message, from, key, new Receipt(id));
    }
  }

  private static boolean asks(Message message) {
    return message.type() != Message.Type.ERROR
        && message.type() != Message.Type.GROUPCHAT
        && Copied.in(message) == null
        && message.payload(ReceiptRequest.TYPE) != null
        && message.element().child("received", ReceiptRequest.NAMESPACE) == null
        && message.element().children().stream().noneMatch(ReceiptAnswers::isWrapper)
        && !isHistory(message);
  }

  /**
   * Copies and results are not deliveries of their own (XEP-0184, section 5.5). An archive also
   * marks what it has stored: ejabberd does so in every message.
   */
  private static boolean isWrapper(Element child) {
    return (child.name().equals("result") && child.namespace().startsWith(ARCHIVE))
        || child.is("sent", CARBONS)
        || child.is("received", CARBONS);
  }

  /** Whether a room delayed it, which is then the sender; the own server does so when offline. */
  private static boolean isHistory(Message message) {
    Jid from = message.from();
    return Delay.claims(message).stream()
        .map(Delay::from)
        .anyMatch(by -> by != null && from != null && by.bare().equals(from.bare()));
  }

  private void answer(Message message, Jid from, MessageKey key, Receipt receipt) {
    Message answer = Message.builder(from).type(message.type()).payload(receipt).build();
    client
        .send(answer)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.debug("A receipt was not sent: {}", failure.toString());
                forget(key);
              }
            });
  }

  private synchronized boolean isFirst(MessageKey key) {
    boolean first = answered.putIfAbsent(key, true) == null;
    if (answered.size() > MAX_ANSWERED) {
      answered.remove(answered.keySet().iterator().next());
    }
    return first;
  }

  private synchronized void forget(MessageKey key) {
    answered.remove(key);
  }
}
