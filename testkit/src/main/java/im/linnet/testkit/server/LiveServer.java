package im.linnet.testkit.server;

import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.Profile;
import im.linnet.testkit.tls.TestCertificates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * A running server of any {@link ServerKind}, described alike, so that one test can run on all: a
 * STARTTLS port on loopback and three users. Romeo and Juliet are in each other's list where the
 * server is a stand-in, and strangers to each other where it is a real one; Paris is a stranger
 * everywhere.
 */
public final class LiveServer implements AutoCloseable {

  private static final List<String> NAMES = List.of("romeo", "juliet", "paris");
  private static final MessengerUser ROMEO =
      new MessengerUser("0000000000000a01", "romeo@contoso.com", "Romeo", "dG9rZW4tcm9tZW8=");
  private static final MessengerUser JULIET =
      new MessengerUser("0000000000000a02", "juliet@contoso.com", "Juliet", "dG9rZW4tanVsaWV0");
  private static final MessengerUser PARIS =
      new MessengerUser("0000000000000a03", "paris@contoso.com", "Paris", "dG9rZW4tcGFyaXM=");

  private final ServerKind kind;
  private final String domain;
  private final InetSocketAddress address;
  private final X509Certificate trustAnchor;
  private final LiveUser romeo;
  private final LiveUser juliet;
  private final LiveUser paris;
  private final AutoCloseable server;

  private LiveServer(
      ServerKind kind,
      String domain,
      InetSocketAddress address,
      X509Certificate trustAnchor,
      List<LiveUser> users,
      AutoCloseable server) {
    this.kind = kind;
    this.domain = domain;
    this.address = address;
    this.trustAnchor = trustAnchor;
    this.romeo = users.get(0);
    this.juliet = users.get(1);
    this.paris = users.get(2);
    this.server = server;
  }

  static LiveServer of(ServerKind kind, RealServer server) {
    return new LiveServer(
        kind,
        server.domain(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.starttlsPort()),
        server.authority().trustAnchor(),
        NAMES.stream().map(name -> user(name, server.domain())).toList(),
        server);
  }

  static LiveServer of(ServerKind kind, Profile profile) {
    TestCertificates authority = TestCertificates.create();
    String domain = profile.settings().domain();
    MessengerService service =
        MessengerService.builder()
            .profile(profile)
            .tls(authority.server(domain).serverContext())
            .user(ROMEO)
            .user(JULIET)
            .user(PARIS)
            .friends(ROMEO, JULIET)
            .start();
    return new LiveServer(
        kind,
        domain,
        service.front(),
        authority.trustAnchor(),
        Stream.of(ROMEO, JULIET, PARIS)
            .map(user -> new LiveUser(domain, service.jidOf(user), user.token()))
            .toList(),
        service);
  }

  /** Adds the users to a real server that is being set up. */
  static void addUsers(BiConsumer<String, String> builder) {
    NAMES.forEach(name -> builder.accept(name, password(name)));
  }

  private static LiveUser user(String name, String domain) {
    String jid = name + "@" + domain;
    return new LiveUser(jid, jid, password(name));
  }

  private static String password(String name) {
    return "wherefore-" + name;
  }

  /** {@return which server it is} */
  public ServerKind kind() {
    return kind;
  }

  /** {@return the domain of the accounts} */
  public String domain() {
    return domain;
  }

  /** {@return where clients connect and begin with STARTTLS} */
  public InetSocketAddress address() {
    return address;
  }

  /** {@return the one certificate that a client must trust} */
  public X509Certificate trustAnchor() {
    return trustAnchor;
  }

  /** {@return the one user} */
  public LiveUser romeo() {
    return romeo;
  }

  /** {@return the other user} */
  public LiveUser juliet() {
    return juliet;
  }

  /** {@return the user whom nobody knows} */
  public LiveUser paris() {
    return paris;
  }

  /** Stops the server; nothing of it is left. */
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
