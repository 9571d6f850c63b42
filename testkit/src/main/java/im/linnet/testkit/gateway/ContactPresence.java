package im.linnet.testkit.gateway;

/** What the presence of a contact who is online contains. */
final class ContactPresence {
  private ContactPresence() {}

  static String content(Site site, Person person) {
    return Presences.shown(person.state().show(), person.personalMessage())
        + Presences.update(Presences.hash(site, site.avatar(person)), person.nickname())
        + Presences.CAPS;
  }
}
