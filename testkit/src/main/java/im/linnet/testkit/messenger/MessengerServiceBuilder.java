package im.linnet.testkit.messenger;

import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Builds the stand-in. Created by {@link MessengerService#builder()}. */
public final class MessengerServiceBuilder {
  private final List<MessengerUser> users = new ArrayList<>();
  private final List<List<MessengerUser>> friends = new ArrayList<>();
  private final Map<MessengerUser, Card> cards = new LinkedHashMap<>();
  private final List<MessengerUser> forgetful = new ArrayList<>();
  private final Map<Integer, SSLContext> contexts = new HashMap<>();
  private MessengerSettings settings = Profile.YEAR_2012.settings();
  private int port;
  private InetAddress address = InetAddress.getLoopbackAddress();
  private int gateways = 1;
  private TokenBook tokens = new TokenBook(Clock.systemUTC());
  private @Nullable SSLContext tls;

  MessengerServiceBuilder() {}

  /**
   * Starts from a profile; earlier settings are discarded.
   *
   * @param profile the state of the service
   * @return this builder
   */
  public MessengerServiceBuilder profile(Profile profile) {
    settings = profile.settings();
    return this;
  }

  /**
   * Changes settings.
   *
   * @param change returns the changed settings
   * @return this builder
   */
  public MessengerServiceBuilder settings(UnaryOperator<MessengerSettings> change) {
    settings = change.apply(settings);
    return this;
  }

  /**
   * Sets the redirects.
   *
   * @param plan the redirects
   * @return this builder
   */
  public MessengerServiceBuilder redirects(RedirectPlan plan) {
    return settings(s -> s.withRedirects(plan));
  }

  /**
   * Sets when idle sessions end.
   *
   * @param rule the rule
   * @return this builder
   */
  public MessengerServiceBuilder idle(IdleRule rule) {
    return settings(s -> s.withIdle(rule));
  }

  /**
   * Sets the certificate of the listeners that have none of their own.
   *
   * @param context key and trust
   * @return this builder
   */
  public MessengerServiceBuilder tls(SSLContext context) {
    tls = context;
    return this;
  }

  /**
   * Sets one listener's certificate.
   *
   * @param listener 0 for the front, 1 for the first gateway
   * @param context key and trust
   * @return this builder
   */
  public MessengerServiceBuilder tls(int listener, SSLContext context) {
    contexts.put(listener, context);
    return this;
  }

  /**
   * Sets the number of gateways, one unless set.
   *
   * @param number the number
   * @return this builder
   */
  public MessengerServiceBuilder gateways(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("number: " + number + " (expected: >= 0)");
    }
    gateways = number;
    return this;
  }

  /**
   * Sets the local address to listen on, the loopback address unless set.
   *
   * @param local the address
   * @return this builder
   */
  public MessengerServiceBuilder address(InetAddress local) {
    address = local;
    return this;
  }

  /**
   * Sets the front's port, a free one unless set; gateways always use free ones.
   *
   * @param front the port, 0 for a free one
   * @return this builder
   */
  public MessengerServiceBuilder port(int front) {
    port = front;
    return this;
  }

  /**
   * Adds an account. It has the echo contact in its list.
   *
   * @param user the account
   * @return this builder
   */
  public MessengerServiceBuilder user(MessengerUser user) {
    users.add(user);
    return this;
  }

  /**
   * Sets a book of further access tokens, besides the users' own.
   *
   * @param book the book, which an {@link im.linnet.testkit.messenger.oauth.OauthService} fills
   * @return this builder
   */
  public MessengerServiceBuilder tokens(TokenBook book) {
    tokens = book;
    return this;
  }

  /**
   * Puts two accounts in each other's list.
   *
   * @param one an account
   * @param other the other account
   * @return this builder
   */
  public MessengerServiceBuilder friends(MessengerUser one, MessengerUser other) {
    friends.add(List.of(one, other));
    return this;
  }

  /**
   * Sets the vCard of an account; by default it contains only the display name.
   *
   * @param user the account
   * @param card the vCard
   * @return this builder
   */
  public MessengerServiceBuilder card(MessengerUser user, Card card) {
    cards.put(user, card);
    return this;
  }

  /**
   * Disables the history of an account. A chat between two such accounts is not archived.
   *
   * @param user the account
   * @return this builder
   */
  public MessengerServiceBuilder withoutHistory(MessengerUser user) {
    forgetful.add(user);
    return this;
  }

  /**
   * Starts the service.
   *
   * @return the running service
   * @throws IllegalArgumentException if a friend or the owner of a card is not a user, or a
   *     redirect is for a listener that does not exist
   * @throws java.io.UncheckedIOException if the address is not local or the port is in use
   */
  public MessengerService start() {
    for (RedirectPlan.Hop hop : settings.redirects().hops()) {
      if (hop.listener() < 0 || hop.listener() > gateways) {
        throw new IllegalArgumentException(
            "listener: " + hop.listener() + " (expected: 0 to " + gateways + ")");
      }
    }
    Accounts accounts = new Accounts(users, settings.domain(), tokens);
    friends.forEach(pair -> accounts.befriend(pair.get(0), pair.get(1)));
    cards.forEach((user, card) -> accounts.require(user).card(card));
    forgetful.forEach(user -> accounts.require(user).keepsHistory(false));
    return MessengerService.start(new Site(settings, accounts), this);
  }

  InetAddress address() {
    return address;
  }

  int port() {
    return port;
  }

  int gateways() {
    return gateways;
  }

  @Nullable SSLContext tlsOf(int listener) {
    return contexts.getOrDefault(listener, tls);
  }
}
