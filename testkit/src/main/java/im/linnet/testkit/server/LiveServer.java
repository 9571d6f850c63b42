package im.linnet.testkit.server;

import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.Profile;
import im.linnet.testkit.tls.TestCertificates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A running server of any {@link ServerKind} with a common interface, so that one test can run on
 * all of them: a STARTTLS port on loopback and three users. Romeo and Juliet are in each other's
 * list on a stand-in, and strangers to each other on a real server; Paris is a stranger everywhere.
 * A real server also has domains for external components, such as gateways.
 *
 * <p>The accounts are created when the first of them is requested. All methods can be called from
 * any thread.
 */
public final class LiveServer implements AutoCloseable {

  private final ServerKind kind;
  private final String domain;
  private final InetSocketAddress address;
  private final X509Certificate trustAnchor;
  private final Accounts accounts;
  private final AutoCloseable server;
  private @Nullable List<LiveUser> users;
  private @Nullable LiveComponent component;
  private @Nullable LiveComponent otherComponent;

  private LiveServer(
      ServerKind kind,
      String domain,
      InetSocketAddress address,
      X509Certificate trustAnchor,
      Accounts accounts,
      AutoCloseable server) {
    this.kind = kind;
    this.domain = domain;
    this.address = address;
    this.trustAnchor = trustAnchor;
    this.accounts = accounts;
    this.server = server;
  }

  static LiveServer of(ServerKind kind, RealServer.Builder settings) {
    ComponentPool components = new ComponentPool(settings);
    RealServer server = settings.start();
    return new LiveServer(
        kind,
        server.domain(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.starttlsPort()),
        server.authority().trustAnchor(),
        new Accounts.Real(server, new AtomicInteger(), components),
        server);
  }

  static LiveServer of(ServerKind kind, Profile profile) {
    TestCertificates authority = TestCertificates.create();
    String domain = profile.settings().domain();
    MessengerService service =
        MessengerService.builder()
            .profile(profile)
            .tls(authority.server(domain).serverContext())
            .start();
    return new LiveServer(
        kind,
        domain,
        service.front(),
        authority.trustAnchor(),
        new Accounts.StandIn(service, new AtomicInteger()),
        service);
  }

  /**
   * Returns the same server with three new users and other components, so that tests that share it
   * do not interfere. Closing the returned object leaves the server running.
   */
  public LiveServer withUsersOfItsOwn() {
    return new LiveServer(kind, domain, address, trustAnchor, accounts, () -> {});
  }

  /** {@return the kind of the server} */
  public ServerKind kind() {
    return kind;
  }

  /** {@return the domain of the accounts} */
  public String domain() {
    return domain;
  }

  /** {@return the address where clients connect and start with STARTTLS} */
  public InetSocketAddress address() {
    return address;
  }

  /** {@return the one certificate that a client must trust} */
  public X509Certificate trustAnchor() {
    return trustAnchor;
  }

  /**
   * Returns the real server, with its further methods.
   *
   * @throws IllegalStateException if it is a stand-in
   */
  public RealServer real() {
    return realAccounts().server();
  }

  private Accounts.Real realAccounts() {
    if (accounts instanceof Accounts.Real real) {
      return real;
    }
    throw new IllegalStateException(
        kind + " is a stand-in (expected: one of " + ServerKind.real() + ")");
  }

  /** {@return the first user} */
  public LiveUser romeo() {
    return users().get(0);
  }

  /** {@return the second user} */
  public LiveUser juliet() {
    return users().get(1);
  }

  /** {@return the user who is a stranger to the others} */
  public LiveUser paris() {
    return users().get(2);
  }

  /**
   * Returns a component (XEP-0114) that no other test has. Each call returns the same.
   *
   * @throws IllegalStateException if the server is a stand-in, or has no component left
   */
  public synchronized LiveComponent component() {
    LiveComponent taken = component;
    if (taken == null) {
      taken = takeComponent();
      component = taken;
    }
    return taken;
  }

  /**
   * Returns one more component that no other test has. Each call returns the same.
   *
   * @throws IllegalStateException if the server is a stand-in, or has no component left
   */
  public synchronized LiveComponent otherComponent() {
    LiveComponent taken = otherComponent;
    if (taken == null) {
      taken = takeComponent();
      otherComponent = taken;
    }
    return taken;
  }

  private LiveComponent takeComponent() {
    Accounts.Real real = realAccounts();
    return real.components().take(real.server());
  }

  private synchronized List<LiveUser> users() {
    List<LiveUser> made = users;
    if (made == null) {
      made = accounts.make();
      users = made;
    }
    return made;
  }

  /** Stops the server and deletes its data. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (Exception e) {
      throw new IllegalStateException(kind + " could not be stopped", e);
    }
  }

  /** {@return the name of the server, for the titles of tests} */
  @Override
  public String toString() {
    return kind.toString();
  }
}
