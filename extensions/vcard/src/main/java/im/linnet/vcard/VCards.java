package im.linnet.vcard;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Fetches and stores cards (XEP-0054). Safe for use by any thread; nothing is cached.
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

  /**
   * The cards that a client can access. Add it to the client's builder with {@code
   * .with(VCards::new)}.
   *
   * @param client the client
   */
  public VCards(XmppClient client) {
    this.client = client;
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
