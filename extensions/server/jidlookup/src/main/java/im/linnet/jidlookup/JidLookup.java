package im.linnet.jidlookup;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.disco.DiscoInfo;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the JID of a Messenger user by the e-mail address of the Microsoft account, with the
 * {@code getjid} request of the Windows Live Messenger service. The request is sent to the e-mail
 * address as if it were a JID.
 *
 * <p>On any other service such a request would go to the owner of the e-mail's domain. Therefore
 * nothing is sent unless the account's own service advertises the feature by disco#info (XEP-0030),
 * which is queried once a session. Safe for use by any thread.
 */
public final class JidLookup implements Extension {

  /** The namespace in all known clients and in one copy of the documentation. */
  public static final String NAMESPACE = "http://messenger.live.com/xmpp/jidlookup";

  /** The namespace in the other copy of the documentation, probably truncated in publishing. */
  public static final String SHORT_NAMESPACE = "jidlookup";

  private static final String SERVICE = "messenger.live.com";

  private static final Set<Condition> NO_DISCO =
      Set.of(
          Condition.FEATURE_NOT_IMPLEMENTED,
          Condition.ITEM_NOT_FOUND,
          Condition.SERVICE_UNAVAILABLE);

  private final XmppClient client;
  private final List<String> namespaces;
  private volatile @Nullable String offered;

  /**
   * Uses the namespace that the service offers, {@link #NAMESPACE} before {@link #SHORT_NAMESPACE}.
   * Add it to the client's builder with {@code .with(JidLookup::new)}.
   *
   * @param client the client
   */
  public JidLookup(XmppClient client) {
    this(client, List.of(NAMESPACE, SHORT_NAMESPACE));
  }

  /**
   * Uses one namespace only. Add it to the client's builder with {@code .with(c -> new JidLookup(c,
   * namespace))}.
   *
   * @param client the client
   * @param namespace the namespace
   */
  public JidLookup(XmppClient client, String namespace) {
    this(client, List.of(namespace));
  }

  private JidLookup(XmppClient client, List<String> namespaces) {
    this.client = client;
    this.namespaces = namespaces;
  }

  @Override
  public void bound(BoundStream stream) {
    offered = null;
  }

  /**
   * Looks up a JID.
   *
   * @param email the e-mail address; an address of the service itself is returned unchanged,
   *     without a request. Characters that a JID can't hold are escaped (XEP-0106)
   * @return the bare JID, not yet a contact. Fails with {@link RefusedException} if the text is no
   *     e-mail address or the service does not offer the lookup; with {@link StanzaException} if
   *     the service finds no JID (mostly {@code item-not-found}, which also stands for an answer
   *     without a JID); and as {@link XmppClient#request(Iq)} does
   */
  public CompletableFuture<Jid> jidOf(String email) {
    String text = email.strip();
    Jid address;
    try {
      if (isOwn(text.substring(text.lastIndexOf('@') + 1))) {
        return CompletableFuture.completedFuture(Jid.of(text));
      }
      address = EmailAddress.toJid(text);
    } catch (IllegalArgumentException malformed) {
      return CompletableFuture.failedFuture(
          new RefusedException(
              "This is no e-mail address to look up: %s (expected: such as mary@contoso.com)"
                  .formatted(malformed.getMessage())));
    }
    RequestChain<Jid> jid = new RequestChain<>();
    jid.then(namespace(), namespace -> lookUp(address, namespace, jid));
    return jid;
  }

  private boolean isOwn(String domain) {
    return domain.equalsIgnoreCase(SERVICE) || domain.equalsIgnoreCase(client.account().domain());
  }

  private void lookUp(Jid address, String namespace, RequestChain<Jid> jid) {
    jid.then(
        client.request(
            Iq.get(address, Element.of("getjid", namespace)), answer -> found(answer, namespace)),
        found -> found.ifPresentOrElse(jid::complete, () -> jid.completeExceptionally(notFound())));
  }

  private static Optional<Jid> found(Iq answer, String namespace) {
    Element getjid = answer.element().child("getjid", namespace);
    String jid = getjid == null ? null : getjid.childText("jid");
    return jid == null || jid.isBlank()
        ? Optional.empty()
        : Optional.of(Jid.received(jid.strip()).bare());
  }

  private static StanzaException notFound() {
    return new StanzaException(
        StanzaError.of(Condition.ITEM_NOT_FOUND, "the answer holds no address"),
        "iq get <getjid/>");
  }

  /** The first of the namespaces that the service advertises; queried once a session. */
  private CompletableFuture<String> namespace() {
    String known = offered;
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    Jid service = client.account().domainJid();
    RequestChain<String> namespace = new RequestChain<>();
    namespace.then(
        client.request(
            Iq.get(service, Element.of("query", DiscoInfo.NAMESPACE)),
            answer -> Optional.ofNullable(offered(answer))),
        offer ->
            offer.ifPresentOrElse(
                first -> {
                  offered = first;
                  namespace.complete(first);
                },
                () -> namespace.completeExceptionally(refused(service))),
        failure ->
            namespace.completeExceptionally(saysNoDisco(failure) ? refused(service) : failure));
    return namespace;
  }

  private RefusedException refused(Jid service) {
    return new RefusedException(
        ("%s does not look addresses up (expected by disco#info: %s): use the address itself,"
                + " by Jid.of")
            .formatted(service, String.join(" or ", namespaces)));
  }

  private @Nullable String offered(Iq answer) {
    DiscoInfo info = answer.payload(DiscoInfo.TYPE);
    if (info == null && answer.payload() != null) {
      throw new IllegalArgumentException("no disco#info that can be read");
    }
    return info == null ? null : namespaces.stream().filter(info::has).findFirst().orElse(null);
  }

  /**
   * Whether the service does not support disco#info, which means that it offers nothing. Any other
   * failure is passed on.
   */
  private static boolean saysNoDisco(Throwable failure) {
    return failure instanceof StanzaException answer
        && NO_DISCO.contains(answer.error().condition());
  }
}
