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
 * Facebook Chat, and what revives it. The token says whose account it is, and contacts are the
 * site's friends: they can be read here and nothing more.
 */
public record FacebookChatProfile() implements ServiceProfile {

  /** The domain that streams are opened to. */
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
