package im.linnet.commands;

import im.linnet.XmppClient;
import im.linnet.disco.DiscoInfo;
import im.linnet.disco.DiscoItems;
import im.linnet.disco.DiscoNodes;
import im.linnet.disco.Identity;
import im.linnet.forms.DataForm;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Reply;
import im.linnet.stanza.StanzaError;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What service discovery says of the commands of this client (XEP-0050, section 2.2). */
final class CommandNodes implements DiscoNodes {

  private static final String CATEGORY = "automation";

  private final XmppClient client;
  private final Offers offers;

  CommandNodes(XmppClient client, Offers offers) {
    this.client = client;
    this.offers = offers;
  }

  @Override
  public @Nullable Reply info(Iq request, String node) {
    if (node.equals(Commands.NAMESPACE)) {
      return describe(node, new Identity(CATEGORY, "command-list"), Set.of(Commands.NAMESPACE));
    }
    Offer offer = offers.get(node);
    if (offer == null) {
      return null;
    }
    StanzaError obstacle = offers.obstacle(requester(request), offer);
    return obstacle == null
        ? describe(
            node,
            new Identity(CATEGORY, "command-node", offer.name(), null),
            new TreeSet<>(Set.of(Commands.NAMESPACE, DataForm.NAMESPACE)))
        : Reply.error(obstacle);
  }

  private static Reply describe(String node, Identity identity, Set<String> features) {
    return Reply.result(DiscoInfo.of(List.of(identity), features).withNode(node));
  }

  @Override
  public @Nullable Reply items(Iq request, String node) {
    if (node.equals(Commands.NAMESPACE)) {
      Jid own = request.to() == null ? client.address() : request.to();
      return Reply.result(
          new DiscoItems(
              node,
              offers.allowed(requester(request)).stream()
                  .map(offer -> new DiscoItems.Item(own, offer.node(), offer.name()))
                  .toList()));
    }
    return offers.get(node) == null ? null : Reply.result(new DiscoItems(node, List.of()));
  }

  private Jid requester(Iq request) {
    Jid from = request.from();
    return from == null ? client.account() : from;
  }
}
