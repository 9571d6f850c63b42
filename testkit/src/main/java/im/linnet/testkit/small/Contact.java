package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another address as one account knows it. It is in the roster if it is listed; one that only asked
 * for a subscription is not.
 *
 * @param address the bare address
 * @param name the name given by the user, or null
 * @param groups the groups given by the user
 * @param subscription who receives whose presence
 * @param listed whether it is in the roster
 * @param request the unanswered request for a subscription, or null
 */
record Contact(
    Address address,
    @Nullable String name,
    List<String> groups,
    Subscription subscription,
    boolean listed,
    @Nullable Stanza request) {

  static Contact stranger(Address address) {
    return new Contact(address, null, List.of(), Subscription.NONE, false, null);
  }

  Contact with(@Nullable String newName, List<String> newGroups) {
    return new Contact(address, newName, newGroups, subscription, true, request);
  }

  /** A request is forgotten when it is no longer pending. */
  Contact with(Subscription changed) {
    Stanza pending = changed.asking() ? request : null;
    return new Contact(address, name, groups, changed, listed, pending);
  }

  Contact with(Stanza pending) {
    return new Contact(address, name, groups, subscription, listed, pending);
  }

  Contact inRoster() {
    return new Contact(address, name, groups, subscription, true, request);
  }

  /** {@return whether there is nothing to remember about it} */
  boolean forgettable() {
    return !listed && subscription.equals(Subscription.NONE);
  }

  /** {@return the item of the roster (RFC 6121, section 2.1.2)} */
  String toXml() {
    StringBuilder xml = new StringBuilder("<item jid='");
    xml.append(XmlText.escape(address.toString())).append('\'');
    if (name != null) {
      xml.append(" name='").append(XmlText.escape(name)).append('\'');
    }
    xml.append(" subscription='").append(subscription.inRoster()).append('\'');
    if (subscription.asked()) {
      xml.append(" ask='subscribe'");
    }
    if (groups.isEmpty()) {
      return xml.append("/>").toString();
    }
    xml.append('>');
    for (String group : groups) {
      xml.append("<group>").append(XmlText.escape(group)).append("</group>");
    }
    return xml.append("</item>").toString();
  }
}
