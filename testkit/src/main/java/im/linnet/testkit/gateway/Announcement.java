package im.linnet.testkit.gateway;

import java.util.List;

/** What the gateway announces of a user's list without a session, which PyMSNt never does. */
final class Announcement {
  private Announcement() {}

  /** Sends the presences of the gateway and of all contacts who are online. */
  static void send(Site site, Account account) {
    site.send(Stanzas.presence(account.jid(), site.domain(), null, Presences.update(null, "")));
    account
        .list()
        .forEach(
            (id, subscription) -> {
              Person person = site.require(id);
              if (subscription.sees() && person.state().online()) {
                String from = site.jid(id) + Addresses.RESOURCE;
                String content = ContactPresence.content(site, person);
                site.send(Stanzas.presence(account.jid(), from, null, content));
              }
            });
  }

  /** {@return pushes of the whole list} */
  static List<Push> pushes(Site site, Account account) {
    return account.list().entrySet().stream()
        .filter(entry -> entry.getValue() != Subscription.NONE)
        .map(
            entry -> {
              Person person = site.require(entry.getKey());
              String wanted = entry.getValue().text();
              return new Push(
                  site.jid(person.id()), "subscribe", wanted, person.nickname(), person.groups());
            })
        .toList();
  }
}
