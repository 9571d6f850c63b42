package im.linnet.noerror;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages whose failures the gateway does not report ({@code sapo:noerror}), and makes sure
 * that no other message carries this mark. Only for bots that could not do anything about a
 * failure: a user must learn that a message was lost.
 *
 * <p>Nothing is marked unless {@link #sendLosingAllErrors} is called for that very message, and
 * only for contacts at gateways that the program has named. Safe for use by any thread.
 */
public final class NoErrorMessages implements Extension {

  private final XmppClient client;
  private final Predicate<? super Jid> gateways;

  /** The ids of messages that are being sent with the mark. */
  private final Set<String> marked = ConcurrentHashMap.newKeySet();

  /**
   * Sends such messages to contacts at some gateways.
   *
   * @param client the client
   * @param gateways says for the domain of a recipient whether it is a gateway that understands the
   *     mark; called by the threads that send
   */
  public NoErrorMessages(XmppClient client, Predicate<? super Jid> gateways) {
    this.client = client;
    this.gateways = gateways;
  }

  /** {@return the filter that removes the mark from messages sent in any other way} */
  @Override
  public List<Filter> filters() {
    return List.of(new OnlyMarkedOnPurpose());
  }

  /**
   * Sends a message and never learns whether it failed: if the gateway can't deliver it, for
   * example because the contact is offline, it drops the message silently.
   *
   * @param message a message with a body, of type chat or normal, to a contact at a gateway
   * @return done when it is written, which is all that will ever be known of it. Fails with {@link
   *     RefusedException}, and sends nothing, if it is of another type, has no body, or its
   *     recipient is not a contact at one of the gateways; otherwise as {@link XmppClient#send}
   *     does
   */
  public CompletableFuture<Void> sendLosingAllErrors(Message message) {
    String refusal = refusal(message);
    if (refusal != null) {
      return CompletableFuture.failedFuture(
          new RefusedException(
              "The message is not sent without error reports: %s. Send it in the ordinary way"
                  .formatted(refusal)));
    }
    String given = message.id();
    String id = given == null ? UUID.randomUUID().toString() : given;
    Message.Builder unreported = message.toBuilder().id(id);
    if (!NoError.isIn(message)) {
      unreported.payload(NoError.MARK);
    }
    if (!marked.add(id)) {
      return CompletableFuture.failedFuture(
          new RefusedException("A message with this id is being sent. Use another id"));
    }
    RequestChain<Void> sent = new RequestChain<>();
    sent.whenComplete((done, failure) -> marked.remove(id));
    sent.then(client.send(unreported.build()), done -> sent.complete(null));
    return sent;
  }

  private @Nullable String refusal(Message message) {
    Jid to = message.to();
    if (message.type() != Message.Type.CHAT && message.type() != Message.Type.NORMAL) {
      return "it is of type " + message.type();
    }
    if (message.body() == null) {
      return "it has no body";
    }
    if (to == null || to.local() == null || !gateways.test(to.domainJid())) {
      return "its recipient is not a contact at one of the gateways";
    }
    return null;
  }

  /** Removes the mark from messages that got it by mistake, such as copies of received ones. */
  private final class OnlyMarkedOnPurpose implements Filter {

    @Override
    public Verdict outgoing(Stanza stanza) {
      if (!(stanza instanceof Message message) || !NoError.isIn(message)) {
        return Verdict.pass();
      }
      String id = message.id();
      if (id != null && marked.contains(id)) {
        return Verdict.pass();
      }
      return Verdict.replace(
          Message.of(message.element().toBuilder().without("noerror", NoError.NAMESPACE).build()));
    }
  }
}
