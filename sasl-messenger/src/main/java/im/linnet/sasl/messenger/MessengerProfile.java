package im.linnet.sasl.messenger;

import im.linnet.ServiceProfile;
import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Endpoint;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The peculiarities of the Windows Live Messenger XMPP service and of services that revive it.
 *
 * <pre>{@code
 * XmppClient client =
 *     XmppClient.builder(MessengerProfile.DOMAIN)
 *         .profile(MessengerProfile.of(MessengerProfile.Year.YEAR_2012))
 *         .sasl(Sasl.of(MessengerOauth2.tokens(tokens)))
 *         .build();
 * client.connect();
 * }</pre>
 *
 * <p>The service closes connections after one to two minutes without a stanza. White space does not
 * count, so the client sends a ping after 45 seconds. Stanzas that the service does not support are
 * refused before they are sent.
 *
 * @param year the state of the service
 */
public record MessengerProfile(Year year) implements ServiceProfile {

  /**
   * The domain of the service. It is also the account to sign in with, as the token identifies the
   * user.
   */
  public static final String DOMAIN = "messenger.live.com";

  /** The maximum number of messages that the archive returns for any request (2012). */
  public static final int ARCHIVE_LIMIT = 10;

  private static final String ROSTER = "jabber:iq:roster";
  private static final String VCARD = "vcard-temp";

  /** The service changed while it was public. */
  public enum Year {
    /** From December 2011: contacts can't be changed; chat states (XEP-0085). */
    YEAR_2011,
    /**
     * From April 2012: contacts can be added by address, with a look-up of addresses; archive
     * (XEP-0136), nicknames (XEP-0172); chat states are no longer listed.
     */
    YEAR_2012
  }

  /**
   * The service in a given year.
   *
   * @param year the year
   * @return the profile
   */
  public static MessengerProfile of(Year year) {
    return new MessengerProfile(year);
  }

  /** {@return whether contacts can be added; they can never be removed or renamed} */
  public boolean addsContacts() {
    return year == Year.YEAR_2012;
  }

  /** {@return whether the service lists chat states (XEP-0085)} */
  public boolean chatStates() {
    return year == Year.YEAR_2011;
  }

  @Override
  public List<Endpoint> fallbackEndpoints() {
    return List.of(Endpoint.startTls("xmpp.messenger.live.com", 5222));
  }

  @Override
  public KeepAlive keepAlive() {
    return KeepAlive.ping(Duration.ofSeconds(45));
  }

  @Override
  public boolean assignsAccount() {
    return true;
  }

  @Override
  public @Nullable String refusal(Stanza stanza) {
    if (stanza instanceof Message message) {
      return message(message.type());
    } else if (stanza instanceof Presence presence) {
      return presence(presence.type());
    } else if (stanza instanceof Iq iq && iq.type() == Iq.Type.SET && iq.payload() != null) {
      return change(iq.payload());
    } else {
      return null;
    }
  }

  private static @Nullable String message(Message.Type type) {
    return switch (type) {
      case CHAT, ERROR -> null;
      case NORMAL, GROUPCHAT, HEADLINE ->
          "Messenger carries no message of type "
              + type.name().toLowerCase(Locale.ROOT)
              + ": send one of type chat, such as Message.chat(to, body)";
    };
  }

  private @Nullable String presence(Presence.Type type) {
    return switch (type) {
      case PROBE ->
          "Messenger does not answer presence probes: use the last presence received, which it"
              + " sends by itself";
      case SUBSCRIBE, SUBSCRIBED ->
          addsContacts()
              ? null
              : "Messenger has no way to add or accept contacts over XMPP in its state of 2011:"
                  + " use that of 2012, or do it on the service's site";
      default -> null;
    };
  }

  private @Nullable String change(Element payload) {
    if (payload.is("query", ROSTER)) {
      return contacts(payload);
    }
    return payload.is("vCard", VCARD)
        ? "Messenger takes no vCard: a profile is changed on the service's site"
        : null;
  }

  private @Nullable String contacts(Element query) {
    if (!addsContacts()) {
      return "Messenger has no way to change contacts over XMPP in its state of 2011: use that of"
          + " 2012 to add some, or do it on the service's site";
    }
    Element item = query.child("item", ROSTER);
    return item != null && "remove".equals(item.attribute("subscription"))
        ? "Messenger has no way to remove contacts over XMPP, only to add them: do it on the"
            + " service's site"
        : null;
  }
}
