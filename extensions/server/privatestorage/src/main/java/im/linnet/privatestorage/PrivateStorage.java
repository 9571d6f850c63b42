package im.linnet.privatestorage;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.failure.RefusedException;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps data of the user on the own server, where all devices of the user can read it and nobody
 * else (XEP-0049). Each piece is an element; the server has one of each name and namespace. New
 * protocols use private nodes of personal eventing instead (XEP-0223), which also notify the other
 * devices.
 *
 * <pre>{@code
 * PrivateStorage storage = client.get(PrivateStorage.class);
 * storage.set(Element.of("notes", "urn:example:notes", "Buy milk")).join();
 * System.out.println(storage.get("notes", "urn:example:notes").join());
 * }</pre>
 *
 * <p>A server without private storage fails the future with a {@link
 * im.linnet.failure.StanzaException}, mostly of condition {@code service-unavailable}. Other
 * failures are those of {@link XmppClient#request(Iq, Function)}; {@link RefusedException} if a
 * text can't be sent. Cancelling a future forgets its request.
 *
 * <p>Safe for use by any thread; no method blocks.
 */
public final class PrivateStorage implements Extension {

  /** The namespace. */
  public static final String NAMESPACE = "jabber:iq:private";

  private final XmppClient client;

  /**
   * Adds private storage to a client. Add it to the client's builder with {@code
   * .with(PrivateStorage::new)}.
   *
   * @param client the client
   */
  public PrivateStorage(XmppClient client) {
    this.client = client;
  }

  /**
   * Reads what is stored (section 2.2).
   *
   * @param type the type of the payload
   * @param <T> its class
   * @return the payload; empty if nothing is stored, which servers answer with an empty element.
   *     Fails with {@link im.linnet.failure.UnreadableAnswerException} if what is stored is
   *     malformed
   */
  public <T extends Payload> CompletableFuture<Optional<T>> get(Payload.Type<T> type) {
    return read(type.name(), type.namespace(), type.reader());
  }

  /**
   * Reads what is stored (section 2.2).
   *
   * @param name the local name of the element
   * @param namespace its namespace name
   * @return the element; empty if nothing is stored, which servers answer with an empty element
   */
  public CompletableFuture<Optional<Element>> get(String name, String namespace) {
    return read(name, namespace, element -> element);
  }

  private <T> CompletableFuture<Optional<T>> read(
      String name, String namespace, Function<Element, T> reader) {
    Iq question;
    try {
      question = Iq.get(null, query(Element.of(name, namespace)));
    } catch (IllegalArgumentException unsendable) {
      return refused(unsendable);
    }
    return client.request(
        question, answer -> Optional.ofNullable(stored(answer, name, namespace)).map(reader));
  }

  private static @Nullable Element stored(Iq answer, String name, String namespace) {
    Element query = answer.element().child("query", NAMESPACE);
    if (query == null) {
      throw new IllegalArgumentException("no <query xmlns='%s'/>".formatted(NAMESPACE));
    }
    Element stored = query.child(name, namespace);
    boolean empty =
        stored == null
            || (stored.attributes().isEmpty()
                && stored.children().isEmpty()
                && stored.text().isBlank());
    return empty ? null : stored;
  }

  /**
   * Stores a payload (section 2.2). It replaces what is stored under its name and namespace, also
   * what another device has stored meanwhile. The element should have content: Prosody takes one
   * with attributes only for empty, and removes what is stored.
   *
   * @param payload the payload
   * @return completes when it is stored
   */
  public CompletableFuture<Void> set(Payload payload) {
    try {
      return set(payload.toElement());
    } catch (IllegalArgumentException unsendable) {
      return refused(unsendable);
    }
  }

  /**
   * Stores an element (section 2.2), see {@link #set(Payload)}.
   *
   * @param element the element, in a namespace of its own
   * @return completes when it is stored
   */
  public CompletableFuture<Void> set(Element element) {
    RequestChain<Void> stored = new RequestChain<>();
    stored.then(client.request(Iq.set(null, query(element))), answer -> stored.complete(null));
    return stored;
  }

  /**
   * Removes what is stored, by storing an empty element.
   *
   * @param type the type of the payload
   * @return completes when it is removed
   */
  public CompletableFuture<Void> remove(Payload.Type<?> type) {
    try {
      return set(Element.of(type.name(), type.namespace()));
    } catch (IllegalArgumentException unsendable) {
      return refused(unsendable);
    }
  }

  private static Element query(Element content) {
    return Element.builder("query", NAMESPACE).child(content).build();
  }

  private static <T> CompletableFuture<T> refused(IllegalArgumentException unsendable) {
    return CompletableFuture.failedFuture(
        new RefusedException("Nothing was sent: " + unsendable.getMessage()));
  }
}
