package im.linnet.chatstates;

import im.linnet.Extension;
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
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells contacts how far the user takes part in a chat, and hears it from them (XEP-0085), by the
 * rules of section 5: only contacts that want it are told, none is told the same twice in a row,
 * and who replies without a chat state is told no more.
 *
 * <p>Chat messages with a body that the client sends carry {@link ChatState#ACTIVE} by themselves,
 * if the contact wants to know or is to be {@linkplain Sending#OFFERED asked} (sections 5.1 and
 * 5.6): it also ends what was told before, such as that the user is composing. Those that carry a
 * state already are left as they are.
 *
 * <p>A contact is an address: the full one that its messages come from, or the bare one, which
 * stands for the client heard last. States that were stored on the way are not told, as they are
 * over. Up to 1024 contacts are known at a time. Safe for use by any thread.
 */
public final class ChatStates implements Extension {

  private static final int MAX_CHATS = 1024;

  private final XmppClient client;
  private final Sending sending;
  private final Chats chats = new Chats(MAX_CHATS);

  /**
   * Sends chat states to those who send theirs; to be given to the client's builder as {@code
   * .with(ChatStates::new)}.
   *
   * @param client the client
   */
  public ChatStates(XmppClient client) {
    this(client, Sending.IN_RETURN);
  }

  /**
   * Sends chat states by choice of the user, who must have one (section 5.2).
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
    chats.clear();
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
   * Subscribes to the chat states of others: of contacts, and of occupants of rooms, except that
   * these leave (section 5.5).
   *
   * @param subscriber is called with the full address and its state, for each message that tells
   *     one
   * @return ends the subscription
   */
  public Subscription onState(BiConsumer<Jid, ChatState> subscriber) {
    return client.onMessage(
        message -> {
          Jid from = message.from();
          ChatState state = current(message);
          boolean left = state == ChatState.GONE && message.type() == Message.Type.GROUPCHAT;
          if (from != null && state != null && !left) {
            subscriber.accept(from, state);
          }
        });
  }

  /**
   * The state that a contact told last.
   *
   * @param contact the contact
   * @return the state; null if it told none, replied without one, or has gone offline since
   */
  public @Nullable ChatState state(Jid contact) {
    return chats.get(contact).heard();
  }

  /**
   * Tells a contact a state, in a message of its own (section 2).
   *
   * @param contact whom to tell
   * @param state the state
   * @return whether it was sent: false if the contact has not shown that it wants to know, if that
   *     is what it was told last, or if nothing is to be {@linkplain Sending#NEVER sent}. Fails as
   *     {@link XmppClient#send} does
   */
  public CompletableFuture<Boolean> send(Jid contact, ChatState state) {
    return send(contact, state, null);
  }

  /**
   * Tells a contact a state of a chat that has a thread (section 5.7).
   *
   * @param contact whom to tell
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
    boolean wanted = Boolean.TRUE.equals(chats.get(contact).likes());
    if (sending == Sending.NEVER || !wanted || !chats.tell(contact, state)) {
      return CompletableFuture.completedFuture(false);
    }
    CompletableFuture<Void> sending = client.send(message.build());
    CompletableFuture<Boolean> sent = new CompletableFuture<>();
    sending.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            sent.complete(true);
          } else {
            chats.untold(contact, state);
            sent.completeExceptionally(failure);
          }
        });
    sent.whenComplete((done, failure) -> sending.cancel(false));
    return sent;
  }

  /**
   * Notes that a contact wants to know, as was found out otherwise: by service discovery (section
   * 4) or from its user. It holds until the contact replies without a chat state or goes offline.
   *
   * @param contact the contact
   */
  public void wanted(Jid contact) {
    chats.likes(contact, true);
  }

  private boolean wants(Jid contact) {
    Boolean likes = chats.get(contact).likes();
    return likes == null ? sending == Sending.OFFERED : likes;
  }

  /** Adds to the messages of a chat that the user takes part. */
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
    if (from == null || message.type() == Message.Type.GROUPCHAT) {
      return;
    }
    ChatState state = current(message);
    if (message.type() == Message.Type.ERROR) {
      chats.refused(from);
    } else if (state != null || isReply(message)) {
      chats.heard(from, state);
    }
  }

  /** Somebody has written words; some clients put an empty body into what is no reply. */
  private static boolean isReply(Message message) {
    String body = message.body();
    return message.type() == Message.Type.CHAT
        && body != null
        && !body.isBlank()
        && !Delay.isClaimed(message);
  }

  /** Who claims a delay that was none only keeps the own state from being shown. */
  private static @Nullable ChatState current(Message message) {
    return Delay.isClaimed(message) ? null : ChatState.of(message);
  }

  private void forgetWhoLeft(Presence presence) {
    Jid from = presence.from();
    if (from != null && presence.isUnavailable()) {
      chats.forget(from);
    }
  }
}
