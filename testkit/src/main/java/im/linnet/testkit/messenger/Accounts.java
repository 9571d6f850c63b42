package im.linnet.testkit.messenger;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All accounts, including the echo contact. */
final class Accounts {
  private static final MessengerUser ECHO =
      new MessengerUser("00ec40ec40ec40ec", "echo@messenger.test", "Echo", "");

  private final List<Account> all = new CopyOnWriteArrayList<>();
  private final String domain;
  private final Account echo;
  private final TokenBook tokens;

  Accounts(List<MessengerUser> users, String domain, TokenBook tokens) {
    this.domain = domain;
    this.tokens = tokens;
    echo = new Account(ECHO, domain);
    echo.keepsHistory(false);
    all.add(echo);
    users.forEach(this::add);
  }

  /** Creates an account with the echo contact in its list; visible to all threads. */
  void add(MessengerUser user) {
    Account account = new Account(user, domain);
    account.put(new Contact(echo.jid(), ECHO.name(), true));
    all.add(account);
  }

  /** The contact that answers every message. */
  Account echo() {
    return echo;
  }

  void befriend(MessengerUser one, MessengerUser other) {
    Account first = require(one);
    Account second = require(other);
    first.put(new Contact(second.jid(), other.name(), true));
    second.put(new Contact(first.jid(), one.name(), true));
  }

  Account require(MessengerUser user) {
    Account account = find(each -> each.user().equals(user));
    if (account == null) {
      throw new IllegalArgumentException("user: " + user + " (expected: one given to user(..))");
    }
    return account;
  }

  /**
   * The account for a token in the book, or for a user's own token, which never expires. An empty
   * token belongs to nobody.
   */
  @Nullable Account withToken(String token) {
    MessengerUser holder = tokens.holder(token);
    if (holder != null) {
      return find(each -> each.user().equals(holder));
    }
    return token.isEmpty() ? null : find(each -> each.user().token().equals(token));
  }

  @Nullable Account withEmail(String email) {
    return find(each -> each.user().email().equalsIgnoreCase(email));
  }

  /** The account of a bare or full address. */
  @Nullable Account withJid(String jid) {
    String bare = bare(jid).toLowerCase(Locale.ROOT);
    return find(each -> each.jid().equals(bare));
  }

  static String bare(String jid) {
    int slash = jid.indexOf('/');
    return slash < 0 ? jid : jid.substring(0, slash);
  }

  private @Nullable Account find(Predicate<Account> wanted) {
    return all.stream().filter(wanted).findFirst().orElse(null);
  }
}
