package im.linnet.sasl.siblings;

import im.linnet.ServiceProfile;
import im.linnet.endpoint.Endpoint;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facebook Chat and services that revive it. The token determines the account. Contacts are the
 * friends on the site: they are read-only here.
 */
public record FacebookChatProfile() implements ServiceProfile {

  /** The domain of the service. */
  public static final String DOMAIN = "chat.facebook.com";

  @Override
  public List<Endpoint> fallbackEndpoints() {
    return List.of(Endpoint.startTls(DOMAIN, 5222));
  }

  @Override
  public boolean assignsAccount() {
    return true;
  }

  @Override
  public @Nullable String refusal(Stanza stanza) {
    if (stanza instanceof Iq iq && iq.type() == Iq.Type.SET && isRoster(iq.payload())) {
      return "Facebook Chat shows the site's friends: contacts are changed on the site";
    }
    if (stanza instanceof Presence presence && presence.type() == Presence.Type.SUBSCRIBE) {
      return "Facebook Chat knows no requests to see presence: friends are made on the site";
    }
    return stanza instanceof Message message && message.type() == Message.Type.GROUPCHAT
        ? "Facebook Chat carries no group chat: send a message of type chat"
        : null;
  }

  private static boolean isRoster(@Nullable Element payload) {
    return payload != null && payload.is("query", "jabber:iq:roster");
  }
}
