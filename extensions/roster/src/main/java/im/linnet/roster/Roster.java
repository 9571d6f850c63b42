package im.linnet.roster;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.stream.BoundStream;
import im.linnet.stream.StanzaException;
import im.linnet.stream.Subscription;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account's roster (RFC 6121, section 2): loaded on wish, then kept as it is on the server by
 * the pushes that it sends. A push is believed only if it comes from the own account or says no
 * sender (section 2.1.6); any other is answered as if nobody knew of rosters.
 *
 * <p>Safe for use by any thread. An RFC 6121 server sends pushes and presence of contacts only
 * after the roster was {@linkplain #load loaded}, so load it before sending the first presence.
 */
public final class Roster implements Extension {

  /** The namespace of rosters. */
  public static final String NAMESPACE = "jabber:iq:roster";

  private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

  private final XmppClient client;
  private final List<Consumer<Contact>> subscribers = new CopyOnWriteArrayList<>();
  private volatile Map<Jid, Contact> contacts = Map.of();
  private volatile @Nullable Jid own;

  /**
   * The roster of a client; to be given to its builder as {@code .with(Roster::new)}.
   *
   * @param client the client
   * @throws IllegalStateException if somebody else answers roster pushes already
   */
  public Roster(XmppClient client) {
    this.client = client;
    client.onRequest(Iq.Type.SET, "query", NAMESPACE, this::pushed);
  }

  @Override
  public void bound(BoundStream stream) {
    own = stream.jid();
  }

  /**
   * Asks the server for the whole roster (RFC 6121, section 2.1.3).
   *
   * @return the contacts, in the server's order; items that are malformed are left out
   */
  public CompletableFuture<List<Contact>> load() {
    return client.request(Iq.get(null, Element.of("query", NAMESPACE))).thenApply(this::loaded);
  }

  /** {@return the contacts as last loaded and pushed, in the server's order} */
  public List<Contact> contacts() {
    return List.copyOf(contacts.values());
  }

  /**
   * A contact.
   *
   * @param jid its address; a resourcepart does not matter
   * @return the contact, or null if it is not on the roster
   */
  public @Nullable Contact contact(Jid jid) {
    return contacts.get(jid.bare());
  }

  /**
   * Subscribes to the changes that the server pushes.
   *
   * @param subscriber is called with each contact as it is now; one that was taken off has the
   *     subscription {@link Contact.Subscription#REMOVE}
   * @return ends the subscription
   */
  public Subscription onChange(Consumer<Contact> subscriber) {
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  private synchronized List<Contact> loaded(Iq answer) {
    Map<Jid, Contact> loaded = new LinkedHashMap<>();
    Element query = answer.element().child("query", NAMESPACE);
    List<Element> items = query == null ? List.of() : query.children("item", NAMESPACE);
    for (Element item : items) {
      try {
        Contact contact = Contact.of(item);
        loaded.put(contact.jid(), contact);
      } catch (IllegalArgumentException malformed) {
        LOG.debug("Left out a roster item: {}", malformed.getMessage());
      }
    }
    contacts = loaded;
    return new ArrayList<>(loaded.values());
  }

  private CompletionStage<@Nullable Element> pushed(Iq push) {
    Jid from = push.from();
    Jid account = own;
    if (from != null && (account == null || !from.equals(account.bare()))) {
      return refused(Condition.SERVICE_UNAVAILABLE);
    }
    Element query = push.payload();
    List<Element> items = query == null ? List.of() : query.children("item", NAMESPACE);
    if (items.size() != 1) {
      return refused(Condition.BAD_REQUEST);
    }
    try {
      apply(Contact.of(items.get(0)));
    } catch (IllegalArgumentException malformed) {
      return refused(Condition.BAD_REQUEST);
    }
    return CompletableFuture.completedFuture(null);
  }

  private void apply(Contact contact) {
    synchronized (this) {
      Map<Jid, Contact> changed = new LinkedHashMap<>(contacts);
      if (contact.subscription() == Contact.Subscription.REMOVE) {
        changed.remove(contact.jid());
      } else {
        changed.put(contact.jid(), contact);
      }
      contacts = changed;
    }
    for (Consumer<Contact> subscriber : subscribers) {
      try {
        subscriber.accept(contact);
      } catch (RuntimeException failure) {
        LOG.error("A subscriber failed", failure);
      }
    }
  }

  private static CompletionStage<@Nullable Element> refused(Condition condition) {
    return CompletableFuture.failedFuture(
        new StanzaException(StanzaError.of(condition), "A roster push"));
  }
}
