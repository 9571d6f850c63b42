package im.linnet.testkit.gateway;

/** Software Version (XEP-0092), of the gateway and of contacts. */
final class VersionService implements IqService {
  @Override
  public boolean handle(Iq iq) {
    if (!iq.get() || !iq.payload().is(Ns.VERSION, "query")) {
      return false;
    }
    iq.result(
        Stanzas.qualified(
            "query",
            Ns.VERSION,
            Stanzas.element("name", iq.site().settings().name())
                + Stanzas.element("version", "0.11.3")
                + Stanzas.element("os", "Python2.4.4 - linux2")));
    return true;
  }
}
