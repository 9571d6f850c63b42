package im.linnet.testkit.small;

import im.linnet.testkit.tls.TestCertificates;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * A small XMPP server on loopback, in this process. Clients sign in under TLS with SCRAM-SHA-256,
 * SCRAM-SHA-1 or PLAIN.
 *
 * <p>When a user removes a contact from the roster, the server sends {@code unsubscribe} and {@code
 * unsubscribed} to it, as Prosody and ejabberd do; a gateway may take that for the end of the
 * user's registration.
 *
 * <p>All methods can be called from any thread.
 */
public final class SmallServer implements AutoCloseable {
  private final Site site;
  private final TestCertificates authority;
  private final Listener clients;
  private final Listener components;

  private SmallServer(
      Site site, TestCertificates authority, Listener clients, Listener components) {
    this.site = site;
    this.authority = authority;
    this.clients = clients;
    this.components = components;
  }

  /** {@return a builder of a server for the domain {@code localhost} without users} */
  public static SmallServerBuilder builder() {
    return new SmallServerBuilder();
  }

  static SmallServer start(SmallServerBuilder plan) {
    SSLContext tls = plan.tls();
    Site site = new Site(plan.domain(), plan.registration(), plan.components(), "small-server");
    try {
      plan.users().forEach((name, password) -> addUser(site, name, password));
      Listener clients = Listener.start(site, new ClientNegotiation(site, tls), plan.port());
      try {
        Connection.Negotiation handshake = new ComponentNegotiation(site);
        Listener components = Listener.start(site, handshake, plan.componentPort());
        return new SmallServer(site, plan.authority(), clients, components);
      } catch (RuntimeException e) {
        clients.close();
        throw e;
      }
    } catch (RuntimeException e) {
      site.loop().close();
      throw e;
    }
  }

  /** {@return the domain of the accounts} */
  public String domain() {
    return site.domain().domain();
  }

  /** {@return the port for clients, where STARTTLS is required} */
  public int starttlsPort() {
    return clients.port();
  }

  /** {@return the port for components (XEP-0114), in clear text} */
  public int componentPort() {
    return components.port();
  }

  /** {@return the authority that issued the certificate, unless the builder was given a context} */
  public TestCertificates authority() {
    return authority;
  }

  /** {@return the certificate that a client has to trust; see {@link #authority}} */
  public X509Certificate trustAnchor() {
    return authority.trustAnchor();
  }

  /**
   * Adds an account.
   *
   * @param name the local part of its address
   * @param password the password
   * @throws IllegalArgumentException if the name is none, or is taken
   */
  public void addUser(String name, String password) {
    addUser(site, name, password);
  }

  /** {@return the full addresses of the clients that are bound, in no particular order} */
  public List<String> sessions() {
    return site.loop()
        .ask(
            () ->
                site.accounts().stream()
                    .flatMap(account -> account.sessions().stream())
                    .map(session -> session.address().toString())
                    .toList());
  }

  /**
   * Cuts the connections of all clients, as a failing network does, and returns when their sessions
   * have ended. They can connect again.
   */
  public void cutClients() {
    clients.cut();
  }

  /**
   * Cuts the connections of all components and returns when the server knows that they are gone.
   * They can connect again.
   */
  public void cutComponents() {
    components.cut();
  }

  /** Closes all connections and forgets everything. */
  @Override
  public void close() {
    clients.close();
    components.close();
    site.threads().join();
    site.loop().close();
  }

  private static void addUser(Site site, String name, String password) {
    Address address = site.user(name);
    if (address == null) {
      throw new IllegalArgumentException("name: " + name + " (expected: a local part)");
    }
    boolean added = site.loop().ask(() -> site.addAccount(address, password) != null);
    if (!added) {
      throw new IllegalArgumentException("name: " + name + " (expected: one without an account)");
    }
  }
}
