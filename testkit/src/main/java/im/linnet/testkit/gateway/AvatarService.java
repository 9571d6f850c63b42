package im.linnet.testkit.gateway;

/** The contacts' pictures as of old (XEP-0008). */
final class AvatarService implements IqService {
  @Override
  public boolean handle(Iq iq) {
    boolean old = iq.payload().is(Ns.IQ_AVATAR, "query");
    if (iq.toGateway() || !(old || iq.payload().is(Ns.STORED_AVATAR, "query"))) {
      return false;
    }
    if (!iq.get()) {
      iq.error("cancel", StanzaError.FEATURE_NOT_IMPLEMENTED);
      return true;
    }
    Person person = ListedPerson.of(iq);
    if (person != null) {
      Avatar avatar = iq.site().avatar(person);
      String data = avatar == null ? "" : avatar.data();
      iq.result(Stanzas.qualified("query", Ns.IQ_AVATAR, data));
    }
    return true;
  }
}
