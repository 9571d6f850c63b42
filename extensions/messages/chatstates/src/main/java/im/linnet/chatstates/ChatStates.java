package im.linnet.chatstates;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Subscription;
import im.linnet.delay.Delay;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the user's chat states to contacts and reports theirs (XEP-0085), by the rules of section
 * 5: only contacts that want them get any, none gets the same state twice in a row, and a contact
 * that replies without a chat state gets no more.
 *
 * <p>Outgoing chat messages with a body get {@link ChatState#ACTIVE} automatically if the contact
 * wants chat states or should be {@linkplain Sending#OFFERED asked} (sections 5.1 and 5.6). This
 * also replaces the state sent before, such as composing. Messages that carry a state already are
 * not changed.
 *
 * <p>A contact is an address: the full one that its messages come from, or the bare one, which
 * stands for the client that sent last. Delayed states are not reported, because they are outdated.
 * The states of up to 1024 contacts are kept. Safe for use by any thread.
 */
public final class ChatStates implements Extension {

  private static final int MAX_CHATS = 1024;

  private final XmppClient client;
  private final Sending sending;
  private final Chats chats = new Chats(MAX_CHATS);

  /**
   * Sends chat states to contacts that send theirs. Add it to the client's builder with {@code
   * .with(ChatStates::new)}.
   *
   * @param client the client
   */
  public ChatStates(XmppClient client) {
    this(client, Sending.IN_RETURN);
  }

  /**
   * Sends chat states as the user has chosen; the user must have the choice (section 5.2).
   *
   * @param client the client
   * @param sending when to send
   */
  public ChatStates(XmppClient client, Sending sending) {
    this.client = client;
    this.sending = sending;
    client.onMessage(this::heard);
    client.onPresence(this::forgetWhoLeft);
  }

  @Override
  public void bound(BoundStream stream) {
    chats.on(stream);
  }

  @Override
  public List<Filter> filters() {
    return sending == Sending.NEVER ? List.of() : List.of(new ActiveInMessages());
  }

  @Override
  public Set<String> features() {
    return Set.of(ChatState.NAMESPACE);
  }

  /**
   * Subscribes to the chat states of contacts, and of occupants of rooms except {@link
   * ChatState#GONE} (section 5.5).
   *
   * @param subscriber is called in order with the client's other callbacks, with the full address
   *     and the state, for each message that has one
   * @return ends the subscription
   */
  public Subscription onState(BiConsumer<Jid, ChatState> subscriber) {
    return client.onMessage(
        message -> {
          Jid from = message.from();
          ChatState state = current(message);
          boolean left = state == ChatState.GONE && message.type() == Message.Type.GROUPCHAT;
          if (from != null && state != null && !left && !isOwn(message)) {
            subscriber.accept(from, state);
          }
        });
  }

  /**
   * The last state that a contact sent.
   *
   * @param contact the contact
   * @return the state; null if it sent none, replied without one, or has gone offline since
   */
  public @Nullable ChatState state(Jid contact) {
    return chats.get(contact).heard();
  }

  /**
   * Sends a state to a contact, in a message of its own (section 2).
   *
   * @param contact the recipient
   * @param state the state
   * @return whether it was sent: false if the contact has not shown that it wants chat states, if
   *     it was sent this state last, or if the user sends {@linkplain Sending#NEVER none}. Fails as
   *     {@link XmppClient#send} does
   */
  public CompletableFuture<Boolean> send(Jid contact, ChatState state) {
    return send(contact, state, null);
  }

  /**
   * Sends a state of a chat that has a thread to a contact (section 5.7).
   *
   * @param contact the recipient
   * @param state the state
   * @param thread the identifier of the thread, or null if the chat has none
   * @return whether it was sent, see {@link #send(Jid, ChatState)}. Fails with {@link
   *     RefusedException}, too, if the identifier can't be sent
   */
  public CompletableFuture<Boolean> send(Jid contact, ChatState state, @Nullable String thread) {
    Message.Builder message = Message.builder(contact).type(Message.Type.CHAT).payload(state);
    try {
      if (thread != null) {
        message.thread(thread);
      }
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(
          new RefusedException("No chat has such a thread: " + unsendable.getMessage()));
    }
    chats.on(client.stream());
    boolean wanted = Boolean.TRUE.equals(chats.get(contact).likes());
    if (sending == Sending.NEVER || !wanted || !chats.tell(contact, state)) {
      return CompletableFuture.completedFuture(false);
    }
    RequestChain<Boolean> sent = new RequestChain<>();
    sent.then(
        client.send(message.build()),
        done -> sent.complete(true),
        failure -> {
          chats.untold(contact, state);
          sent.completeExceptionally(failure);
        });
    sent.whenComplete(
        (done, failure) -> {
          if (sent.isCancelled()) {
            chats.untold(contact, state);
          }
        });
    return sent;
  }

  /**
   * Records that a contact wants chat states, for example from service discovery (section 4) or
   * from its user. This holds until the contact replies without a chat state or goes offline.
   *
   * @param contact the contact
   */
  public void wanted(Jid contact) {
    chats.on(client.stream());
    chats.likes(contact, true);
  }

  private boolean wants(Jid contact) {
    chats.on(client.stream());
    Boolean likes = chats.get(contact).likes();
    return likes == null ? sending == Sending.OFFERED : likes;
  }

  /** Adds {@link ChatState#ACTIVE} to the messages of a chat. */
  private final class ActiveInMessages implements Filter {

    @Override
    public Verdict outgoing(Stanza stanza) {
      Jid contact = stanza.to();
      return contact != null
              && stanza instanceof Message message
              && isWords(message)
              && wants(contact)
          ? active(message, contact)
          : Verdict.pass();
    }

    private static boolean isWords(Message message) {
      return message.type() == Message.Type.CHAT
          && message.body() != null
          && ChatState.of(message) == null;
    }

    private Verdict active(Message message, Jid contact) {
      chats.tell(contact, ChatState.ACTIVE);
      return Verdict.replace(message.toBuilder().payload(ChatState.ACTIVE).build());
    }
  }

  private void heard(Message message) {
    Jid from = message.from();
    if (from == null || message.type() == Message.Type.GROUPCHAT || isOwn(message)) {
      return;
    }
    ChatState state = current(message);
    if (message.type() == Message.Type.ERROR) {
      chats.refused(from);
    } else if (state != null || isReply(message)) {
      chats.heard(from, state);
    }
  }

  /** Whether there is text: some clients put an empty body into a message that is no reply. */
  private static boolean isReply(Message message) {
    String body = message.body();
    return message.type() == Message.Type.CHAT
        && body != null
        && !body.isBlank()
        && !Delay.isClaimed(message);
  }

  /**
   * The state, unless the message is delayed. A contact that forges a delay only hides its own
   * state.
   */
  private static @Nullable ChatState current(Message message) {
    return Delay.isClaimed(message) ? null : ChatState.of(message);
  }

  /** Whether it is a copy of what another device of the user sent, by the carbons extension. */
  private static boolean isOwn(Message message) {
    Element copied = message.element().child("copied", "urn:linnet:copied:1");
    return copied != null && "sent".equals(copied.attribute("way"));
  }

  private void forgetWhoLeft(Presence presence) {
    Jid from = presence.from();
    if (from != null && presence.isUnavailable()) {
      chats.forget(from);
    }
  }
}
