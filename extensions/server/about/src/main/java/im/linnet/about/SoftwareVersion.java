package im.linnet.about;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Asks for the software of an entity, and answers with the own (XEP-0092). Safe for use by any
 * thread.
 */
public final class SoftwareVersion implements Extension {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "jabber:iq:version";

  private final XmppClient client;
  private final Set<String> features;

  /**
   * Asks others and answers nobody. Add it to the client's builder with {@code
   * .with(SoftwareVersion::new)}.
   *
   * @param client the client
   */
  public SoftwareVersion(XmppClient client) {
    this.client = client;
    features = Set.of();
  }

  /**
   * Also answers the own account, the own server, and the addresses that a predicate allows.
   *
   * @param client the client
   * @param own what others are answered; with an operating system only if the user agrees (section
   *     5)
   * @param answered says whether another address is answered; called in order with the client's
   *     callbacks
   * @throws IllegalArgumentException if a text can't be sent
   * @throws IllegalStateException if another handler answers these requests already
   */
  public SoftwareVersion(XmppClient client, Software own, Predicate<? super Jid> answered) {
    this.client = client;
    features = Set.of(NAMESPACE);
    // Fails now if it can't be written, so that no answer fails because of it later.
    own.toElement();
    Audience audience = new Audience(client, answered);
    client.onRequest(
        Iq.Type.GET, "query", NAMESPACE, request -> audience.answer(request, () -> own));
  }

  /** {@return the feature if requests are answered} */
  @Override
  public Set<String> features() {
    return features;
  }

  /**
   * Asks for the software of an entity (section 3). Contacts announce theirs with their presence,
   * by capabilities (XEP-0115), so ask for it only when the user wants to know (section 1).
   *
   * @param entity a server, or the full address of a client
   * @return the software; fails as {@link XmppClient#request(Iq)} does
   */
  public CompletableFuture<Software> of(Jid entity) {
    return client.request(
        Iq.get(entity, Element.of("query", NAMESPACE)),
        answer -> Answers.read(answer, Software.TYPE));
  }
}
