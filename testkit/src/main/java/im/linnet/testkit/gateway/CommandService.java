package im.linnet.testkit.gateway;

/** The one command (XEP-0050) that everybody may run: how many people use the gateway. */
final class CommandService implements IqService {
  static final String STATS = "stats";
  static final String TITLE = "Statistics";

  @Override
  public boolean handle(Iq iq) {
    if (!iq.toGateway() || !iq.set() || !iq.payload().is(Ns.COMMANDS, "command")) {
      return false;
    }
    if (!STATS.equals(iq.payload().attribute("node"))) {
      iq.error("cancel", StanzaError.FEATURE_NOT_IMPLEMENTED);
      return true;
    }
    String users = Integer.toString(iq.site().sessions().size());
    String form =
        Stanzas.element("title", TITLE)
            + "<field type='text-single' var='OnlineUsers' label='Users online'>"
            + Stanzas.element("value", users)
            + "</field>";
    iq.result(
        "<command xmlns='%s' node='%s' sessionid='%s' status='completed'>%s</command>"
            .formatted(
                Ns.COMMANDS,
                STATS,
                iq.site().newId(),
                "<x xmlns='" + Ns.DATA + "' type='result'>" + form + "</x>"));
    return true;
  }
}
