package im.linnet.vcard;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Reply;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Fetches and stores cards (XEP-0054), and answers requests for the account's own card that reach
 * the client. Safe for use by any thread; nothing is cached.
 *
 * <p>Futures fail as those of {@link XmppClient#request(Iq)} do. An absent card is not a failure:
 * it is {@linkplain VCard#isEmpty() empty}, in every form in which servers report it.
 */
public final class VCards implements Extension {

  private static final Set<Condition> NO_OWN_CARD = Set.of(Condition.ITEM_NOT_FOUND);

  /** Conditions for an absent card (section 3.3); the last is that of gateways. */
  private static final Set<Condition> NO_CARD =
      Set.of(
          Condition.SERVICE_UNAVAILABLE, Condition.ITEM_NOT_FOUND, Condition.RECIPIENT_UNAVAILABLE);

  private final XmppClient client;
  private final boolean answers;
  private @Nullable CompletableFuture<Reply> answer;

  /**
   * The cards that a client can access; it answers no requests. Add it to the client's builder with
   * {@code .with(VCards::new)}.
   *
   * @param client the client
   */
  public VCards(XmppClient client) {
    this.client = client;
    answers = false;
  }

  /**
   * The cards that a client can access; it also answers requests for the own card. Servers answer
   * those to the bare address, so only those to the client's full address arrive. Gateways send
   * such requests, as PyMSNt does once for each session.
   *
   * <p>The answer is the card that the server stores, which is public; simultaneous requests share
   * one look at it. Because an answer shows that the user is online, allow only gateways that the
   * user has, and contacts that see the user's presence. Others get the answer that servers give
   * for an absent resource.
   *
   * @param client the client
   * @param answered says whether an address is answered; called in order with the client's
   *     callbacks
   * @throws IllegalStateException if another handler answers these requests already
   */
  public VCards(XmppClient client, Predicate<? super Jid> answered) {
    this.client = client;
    answers = true;
    client.onRequest(
        Iq.Type.GET,
        "vCard",
        VCard.NAMESPACE,
        request -> {
          Jid from = request.from();
          return from != null && answered.test(from)
              ? answer()
              : Reply.error(Condition.SERVICE_UNAVAILABLE).now();
        });
  }

  /** {@return the feature of section 7 if requests are answered} */
  @Override
  public Set<String> features() {
    return answers ? Set.of(VCard.NAMESPACE) : Set.of();
  }

  /**
   * Fetches the account's own card (section 3.1).
   *
   * @return the card, empty if there is none
   */
  public CompletableFuture<VCard> own() {
    return fetch(null, NO_OWN_CARD);
  }

  /**
   * Fetches the card of an account (section 3.3).
   *
   * @param jid its address; the request goes to the bare address. For occupants of rooms use {@link
   *     #ofOccupant}
   * @return the card, empty if there is no card, no such account, or no permission to see it;
   *     servers do not distinguish these
   */
  public CompletableFuture<VCard> of(Jid jid) {
    return fetch(jid.bare(), NO_CARD);
  }

  /**
   * Fetches the card of an occupant of a room, through the room (XEP-0045, section 7.5).
   *
   * @param jid the full address in the room
   * @return the card, as for {@link #of}
   */
  public CompletableFuture<VCard> ofOccupant(Jid jid) {
    return fetch(jid, NO_CARD);
  }

  /**
   * Stores the account's own card; replaces the previous one (section 3.2).
   *
   * @param card the whole card
   * @return completes when the server has stored it. Fails with {@link
   *     im.linnet.failure.RefusedException} if the service's profile says that the service stores
   *     no cards
   */
  public CompletableFuture<Void> store(VCard card) {
    RequestChain<Void> stored = new RequestChain<>();
    stored.then(client.request(Iq.set(null, card)), answer -> stored.complete(null));
    return stored;
  }

  /**
   * Fetches the account's own card, changes it and stores it. Unchanged parts are kept, known to
   * this library or not. A change that another client makes meanwhile is overwritten; the protocol
   * can't prevent this.
   *
   * @param change makes the changes; called on a thread of the client's futures
   * @return the stored card
   */
  public CompletableFuture<VCard> change(UnaryOperator<VCardBuilder> change) {
    RequestChain<VCard> changed = new RequestChain<>();
    changed.then(
        own(),
        card -> {
          VCard now = change.apply(card.toBuilder()).build();
          changed.then(store(now), stored -> changed.complete(now));
        });
    return changed;
  }

  private synchronized CompletionStage<Reply> answer() {
    CompletableFuture<Reply> shared = answer;
    if (shared == null || shared.isDone()) {
      CompletableFuture<Reply> fresh = new CompletableFuture<>();
      own()
          .whenComplete(
              (card, failure) ->
                  fresh.complete(
                      failure == null
                          ? Reply.result(card)
                          : Reply.error(Condition.INTERNAL_SERVER_ERROR)));
      answer = fresh;
      shared = fresh;
    }
    return shared;
  }

  private CompletableFuture<VCard> fetch(@Nullable Jid to, Set<Condition> absent) {
    RequestChain<VCard> card = new RequestChain<>();
    card.then(
        client.request(Iq.get(to, VCard.empty()), VCards::card),
        card::complete,
        failure -> {
          if (failure instanceof StanzaException answer
              && absent.contains(answer.error().condition())) {
            card.complete(VCard.empty());
          } else {
            card.completeExceptionally(failure);
          }
        });
    return card;
  }

  private static VCard card(Iq answer) {
    Element card = answer.element().child("vCard", VCard.NAMESPACE);
    if (card == null && answer.payload() != null) {
      throw new IllegalArgumentException("something else than a card");
    }
    return card == null ? VCard.empty() : VCard.of(card);
  }
}
