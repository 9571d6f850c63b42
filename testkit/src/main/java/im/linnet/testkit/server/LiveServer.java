package im.linnet.testkit.server;

import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.Profile;
import im.linnet.testkit.tls.TestCertificates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;

/**
 * A running server of any {@link ServerKind}, described alike, so that one test can run on all: a
 * STARTTLS port on loopback and two users. They are in each other's list where the server is a
 * stand-in, and strangers to each other where it is a real one.
 */
public final class LiveServer implements AutoCloseable {

  private static final MessengerUser ROMEO =
      new MessengerUser("0000000000000a01", "romeo@contoso.com", "Romeo", "dG9rZW4tcm9tZW8=");
  private static final MessengerUser JULIET =
      new MessengerUser("0000000000000a02", "juliet@contoso.com", "Juliet", "dG9rZW4tanVsaWV0");

  private final ServerKind kind;
  private final String domain;
  private final InetSocketAddress address;
  private final X509Certificate trustAnchor;
  private final LiveUser romeo;
  private final LiveUser juliet;
  private final AutoCloseable server;

  private LiveServer(
      ServerKind kind,
      String domain,
      InetSocketAddress address,
      X509Certificate trustAnchor,
      LiveUser romeo,
      LiveUser juliet,
      AutoCloseable server) {
    this.kind = kind;
    this.domain = domain;
    this.address = address;
    this.trustAnchor = trustAnchor;
    this.romeo = romeo;
    this.juliet = juliet;
    this.server = server;
  }

  static LiveServer of(ServerKind kind, RealServer server) {
    return new LiveServer(
        kind,
        server.domain(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.starttlsPort()),
        server.authority().trustAnchor(),
        user("romeo", server.domain()),
        user("juliet", server.domain()),
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
            .friends(ROMEO, JULIET)
            .start();
    return new LiveServer(
        kind,
        domain,
        service.front(),
        authority.trustAnchor(),
        new LiveUser(domain, service.jidOf(ROMEO), ROMEO.token()),
        new LiveUser(domain, service.jidOf(JULIET), JULIET.token()),
        service);
  }

  private static LiveUser user(String name, String domain) {
    String jid = name + "@" + domain;
    return new LiveUser(jid, jid, password(name));
  }

  static String password(String name) {
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
