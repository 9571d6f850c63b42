package im.linnet.testkit.gateway;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Service Discovery (XEP-0030) of the gateway, its contacts and its rooms. */
final class DiscoService implements IqService {
  private static final List<String> GATEWAY =
      List.of(
          Ns.CONFERENCE,
          Ns.IQ_CONFERENCE,
          Ns.REGISTER,
          Ns.GATEWAY,
          Ns.VERSION,
          Ns.COMMANDS,
          Ns.VCARD);
  private static final List<String> CONTACT =
      List.of(Ns.VERSION, Ns.VCARD, Ns.IQ_AVATAR, Ns.STORED_AVATAR);

  @Override
  public boolean handle(Iq iq) {
    if (!iq.get()) {
      return false;
    }
    if (iq.payload().is(Ns.DISCO_INFO, "query")) {
      info(iq);
      return true;
    }
    if (iq.payload().is(Ns.DISCO_ITEMS, "query")) {
      items(iq);
      return true;
    }
    return false;
  }

  private static void info(Iq iq) {
    String node = iq.payload().attribute("node");
    String content;
    if (node != null) {
      content = iq.toGateway() ? features(List.of(Ns.COMMANDS)) : "";
    } else if (iq.toGateway()) {
      content = gateway(iq.site().settings());
    } else if (iq.site().addresses().isRoom(iq.to())) {
      content = identity("conference", "text", "MSN Groupchat");
    } else {
      content = identity("client", "pc", "MSN Messenger") + features(CONTACT);
    }
    iq.result(query(Ns.DISCO_INFO, node, content));
  }

  private static String gateway(GatewaySettings settings) {
    String escaping =
        settings.addressForm() == AddressForm.ESCAPED ? features(List.of("jid\\20escaping")) : "";
    return identity("gateway", "msn", settings.name())
        + identity("conference", "text", settings.name() + " Chatrooms")
        + features(GATEWAY)
        + escaping;
  }

  private static void items(Iq iq) {
    String node = iq.payload().attribute("node");
    String content = "";
    if (iq.toGateway() && node == null) {
      content = item(iq.site(), Ns.COMMANDS, "Commands");
    } else if (iq.toGateway() && Ns.COMMANDS.equals(node)) {
      content = item(iq.site(), CommandService.STATS, CommandService.TITLE);
    }
    iq.result(query(Ns.DISCO_ITEMS, node, content));
  }

  private static String query(String namespace, @Nullable String node, String content) {
    String start = "<query xmlns='" + namespace + "'" + Stanzas.attribute("node", node);
    return content.isEmpty() ? start + "/>" : start + ">" + content + "</query>";
  }

  private static String identity(String category, String type, String name) {
    return "<identity"
        + Stanzas.attribute("category", category)
        + Stanzas.attribute("type", type)
        + Stanzas.attribute("name", name)
        + "/>";
  }

  private static String features(List<String> names) {
    return names.stream()
        .map(name -> "<feature var='" + name + "'/>")
        .collect(Collectors.joining());
  }

  private static String item(Site site, String node, String name) {
    return "<item"
        + Stanzas.attribute("jid", site.domain())
        + Stanzas.attribute("node", node)
        + Stanzas.attribute("name", name)
        + "/>";
  }
}
