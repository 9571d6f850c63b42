package im.linnet.testkit.small;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of one server, and the parts that process stanzas. Apart from settings and threads, it
 * is used on the {@link Loop}.
 */
final class Site {
  private final Address domain;
  private final boolean registration;
  private final Map<Address, String> secrets;
  private final Map<Address, ComponentLink> links = new LinkedHashMap<>();
  private final Map<Address, Account> accounts = new LinkedHashMap<>();
  private final Loop loop;
  private final Threads threads;
  private final Rosters rosters = new Rosters(this);
  private final Subscriptions subscriptions = new Subscriptions(this);
  private final Presences presences = new Presences(this);
  private final Messages messages = new Messages(this);
  private final Requests requests = new Requests(this);
  private final Router router = new Router(this);
  private int ids;

  Site(Address domain, boolean registration, Map<Address, String> secrets, String name) {
    this.domain = domain;
    this.registration = registration;
    this.secrets = new LinkedHashMap<>(secrets);
    this.loop = new Loop(name + "-loop");
    this.threads = new Threads(name);
  }

  /** {@return the address of the server itself} */
  Address domain() {
    return domain;
  }

  /** {@return whether accounts can be registered in-band before sign-in} */
  boolean registration() {
    return registration;
  }

  /** {@return the components that may connect, with their secrets} */
  Map<Address, String> secrets() {
    return secrets;
  }

  Loop loop() {
    return loop;
  }

  Threads threads() {
    return threads;
  }

  Rosters rosters() {
    return rosters;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  Presences presences() {
    return presences;
  }

  Messages messages() {
    return messages;
  }

  Requests requests() {
    return requests;
  }

  Router router() {
    return router;
  }

  /** {@return an id that was not used before} */
  String newId() {
    return "small-" + Integer.toHexString(++ids);
  }

  /** {@return the connected component of that domain, or null} */
  @Nullable ComponentLink link(Address host) {
    return links.get(host);
  }

  /** {@return whether it is the only one of its domain} */
  boolean join(ComponentLink link) {
    return links.putIfAbsent(link.host(), link) == null;
  }

  void leave(ComponentLink link) {
    links.remove(link.host(), link);
  }

  /** {@return the account of a bare or full address, or null} */
  @Nullable Account account(Address address) {
    return accounts.get(address.bare());
  }

  /** {@return the address of a user of this server, or null if the name is none} */
  @Nullable Address user(String name) {
    boolean valid = !name.isEmpty() && name.chars().noneMatch(c -> "@/ \"&'<>:".indexOf(c) >= 0);
    return valid ? Address.parse(name + "@" + domain) : null;
  }

  /** {@return the new account, or null if there is one with that address} */
  @Nullable Account addAccount(Address address, String password) {
    Account account = new Account(address, new Password(password));
    return accounts.putIfAbsent(address, account) == null ? account : null;
  }

  void remove(Account account) {
    accounts.remove(account.address(), account);
  }

  List<Account> accounts() {
    return List.copyOf(accounts.values());
  }
}
