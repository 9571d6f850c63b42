package im.linnet.avatar;

import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoInfo;
import im.linnet.failure.StanzaException;
import im.linnet.pubsub.PubSub;
import java.util.concurrent.CompletableFuture;

/**
 * The nodes of the user's own avatar (XEP-0084), and what the server does with them.
 *
 * @param client the client
 * @param disco queries the server
 * @param pubsub publishes
 */
record OwnNodes(XmppClient client, Disco disco, PubSub pubsub) {

  /** What the server offers for avatars. */
  enum Support {
    /** No nodes of the own account. */
    CARD,
    /** Nodes, of which the vCard knows nothing. */
    CARD_AND_NODES,
    /** Nodes whose content the server also puts into the vCard (XEP-0398, section 3.1). */
    CONVERTED_NODES
  }

  private static final String CONVERSION = "urn:xmpp:pep-vcard-conversion:0";

  /** What the own server offers (XEP-0163, section 6.1; XEP-0398, section 2). */
  CompletableFuture<Support> support() {
    RequestChain<Support> support = new RequestChain<>();
    support.then(
        disco.info(client.address().bare()),
        info -> support.complete(of(info)),
        failure -> {
          if (failure instanceof StanzaException) {
            support.complete(Support.CARD);
          } else {
            support.completeExceptionally(failure);
          }
        });
    return support;
  }

  private static Support of(DiscoInfo account) {
    if (!account.is("pubsub", "pep")) {
      return Support.CARD;
    }
    return account.has(CONVERSION) ? Support.CONVERTED_NODES : Support.CARD_AND_NODES;
  }

  /** Publishes the picture, then what is said of it (XEP-0084, sections 3.1 and 3.2). */
  CompletableFuture<Void> publish(Avatar avatar) {
    RequestChain<Void> published = new RequestChain<>();
    published.then(
        pubsub.own(PictureData.NODE).publish(avatar.hash(), PictureData.of(avatar)),
        data ->
            published.then(
                pubsub.own(Metadata.NODE).publish(avatar.hash(), Metadata.of(avatar)),
                metadata -> published.complete(null)));
    return published;
  }

  /** Says that there is none (XEP-0084, section 3.5). */
  CompletableFuture<Void> disable() {
    RequestChain<Void> disabled = new RequestChain<>();
    disabled.then(
        pubsub.own(Metadata.NODE).publish(Metadata.none()), id -> disabled.complete(null));
    return disabled;
  }
}
