package im.linnet.testkit.gateway;

import im.linnet.testkit.xml.XmlElement;
import java.util.List;

/** The announcements of roster entries, in the form of the settings. */
final class Pushes {
  private Pushes() {}

  static void send(Site site, String user, String client, List<Push> pushes) {
    switch (site.settings().pushForm()) {
      case SUBSYNC -> presences(site, user, pushes, Ns.SUBSYNC);
      case SUBSYNC_OF_JABBER_ORG -> presences(site, user, pushes, Ns.SUBSYNC_OF_JABBER_ORG);
      case EXCHANGE_IN_MESSAGE -> message(site, user, pushes);
      case EXCHANGE_IN_IQ -> iq(site, user, client, pushes);
      case NONE -> ordinary(site, user, pushes);
    }
  }

  private static void presences(Site site, String user, List<Push> pushes, String namespace) {
    for (Push push : pushes) {
      String item =
          "<item"
              + Stanzas.attribute("subscription", push.subscription())
              + Stanzas.attribute("name", push.name().isEmpty() ? null : push.name());
      String content = Stanzas.qualified("x", namespace, closed(item, push.groups()));
      site.send(Stanzas.presence(user, push.from(), push.type(), content));
    }
  }

  private static void message(Site site, String user, List<Push> pushes) {
    if (!pushes.isEmpty()) {
      site.send(Stanzas.message(user, site.domain(), site.newId(), null, exchange(pushes)));
    }
  }

  private static void iq(Site site, String user, String client, List<Push> pushes) {
    if (!pushes.isEmpty()) {
      site.request(
          client,
          site.domain(),
          "set",
          exchange(pushes),
          answer -> site.events().add(new GatewayEvent.PushAnswered(user, accepted(answer))));
    }
  }

  private static boolean accepted(XmlElement answer) {
    return "result".equals(answer.attribute("type"));
  }

  private static void ordinary(Site site, String user, List<Push> pushes) {
    for (Push push : pushes) {
      if (push.type().equals("subscribe")) {
        site.send(Stanzas.presence(user, push.from(), "subscribe", ""));
      }
    }
  }

  private static String exchange(List<Push> pushes) {
    StringBuilder items = new StringBuilder();
    for (Push push : pushes) {
      String item =
          "<item"
              + Stanzas.attribute("action", push.action())
              + Stanzas.attribute("jid", push.from())
              + Stanzas.attribute("name", push.name().isEmpty() ? null : push.name());
      items.append(closed(item, push.groups()));
    }
    return Stanzas.qualified("x", Ns.ROSTERX, items.toString());
  }

  private static String closed(String item, List<String> groups) {
    if (groups.isEmpty()) {
      return item + "/>";
    }
    StringBuilder content = new StringBuilder(item).append('>');
    groups.forEach(group -> content.append(Stanzas.element("group", group)));
    return content.append("</item>").toString();
  }
}
