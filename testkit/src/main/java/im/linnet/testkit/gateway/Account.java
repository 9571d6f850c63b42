package im.linnet.testkit.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An XMPP user as the gateway knows it: the registration, the contact list on the legacy network,
 * and what of it was announced. Guarded by the site's lock.
 */
final class Account {
  private final String jid;
  private final Map<String, Subscription> list = new LinkedHashMap<>();
  private final Map<String, Subscription> announced = new LinkedHashMap<>();
  private @Nullable Credentials credentials;

  /** Name and password on the legacy network; the password is never shown. */
  record Credentials(String username, String password) {
    @Override
    public String toString() {
      return username;
    }
  }

  Account(String jid) {
    this.jid = jid;
  }

  /** {@return the bare address} */
  String jid() {
    return jid;
  }

  @Nullable Credentials credentials() {
    return credentials;
  }

  void register(String username, String password) {
    credentials = new Credentials(username, password);
  }

  /** Forgets the registration and what was announced. The list is the legacy network's. */
  void unregister() {
    credentials = null;
    announced.clear();
  }

  /** {@return the list on the legacy network, by the contacts' legacy addresses} */
  Map<String, Subscription> list() {
    return list;
  }

  /** {@return the list as the client was last shown it} */
  Map<String, Subscription> announced() {
    return announced;
  }
}
