package im.linnet.testkit.small;

import im.linnet.testkit.tls.TestCertificates;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The settings of a server. Created by {@link SmallServer#builder()}; used by one thread. */
public final class SmallServerBuilder {
  private final Map<String, String> users = new LinkedHashMap<>();
  private final Map<Address, String> components = new LinkedHashMap<>();
  private Address domain = new Address(null, "localhost", null);
  private boolean registration = true;
  private int port;
  private int componentPort;
  private @Nullable TestCertificates authority;
  private @Nullable SSLContext tls;

  SmallServerBuilder() {}

  /**
   * Sets the domain of the accounts, {@code localhost} unless set.
   *
   * @param name the domain
   * @return this builder
   * @throws IllegalArgumentException if it is no domain
   */
  public SmallServerBuilder domain(String name) {
    domain = host(name);
    return this;
  }

  /**
   * Adds an account.
   *
   * @param name the local part of its address
   * @param password the password
   * @return this builder
   */
  public SmallServerBuilder user(String name, String password) {
    users.put(name, password);
    return this;
  }

  /**
   * Allows a component to connect (XEP-0114). The server's disco items list it.
   *
   * @param name its domain, such as {@code msn.localhost}
   * @param secret what it has to know
   * @return this builder
   * @throws IllegalArgumentException if the name is no domain
   */
  public SmallServerBuilder component(String name, String secret) {
    components.put(host(name), secret);
    return this;
  }

  /**
   * Sets whether accounts can be registered in-band (XEP-0077); they can unless set.
   *
   * @param allowed whether they can
   * @return this builder
   */
  public SmallServerBuilder registration(boolean allowed) {
    registration = allowed;
    return this;
  }

  /**
   * Sets who issues the certificate for the domain; an authority of its own unless set.
   *
   * @param issuer the authority
   * @return this builder
   */
  public SmallServerBuilder authority(TestCertificates issuer) {
    authority = issuer;
    return this;
  }

  /**
   * Sets key and certificate; one for the domain from the authority unless set.
   *
   * @param context key and trust
   * @return this builder
   */
  public SmallServerBuilder tls(SSLContext context) {
    tls = context;
    return this;
  }

  /**
   * Sets the port for clients, a free one unless set.
   *
   * @param number the port; 0 for a free one
   * @return this builder
   */
  public SmallServerBuilder port(int number) {
    port = number;
    return this;
  }

  /**
   * Sets the port for components, a free one unless set.
   *
   * @param number the port; 0 for a free one
   * @return this builder
   */
  public SmallServerBuilder componentPort(int number) {
    componentPort = number;
    return this;
  }

  /**
   * Starts the server.
   *
   * @return the running server
   * @throws IllegalArgumentException if a user's name is no local part of an address
   * @throws java.io.UncheckedIOException if a port is in use
   */
  public SmallServer start() {
    return SmallServer.start(this);
  }

  Address domain() {
    return domain;
  }

  Map<String, String> users() {
    return users;
  }

  Map<Address, String> components() {
    return components;
  }

  boolean registration() {
    return registration;
  }

  int port() {
    return port;
  }

  int componentPort() {
    return componentPort;
  }

  TestCertificates authority() {
    TestCertificates issuer = authority == null ? TestCertificates.create() : authority;
    authority = issuer;
    return issuer;
  }

  SSLContext tls() {
    return tls == null ? authority().server(domain.domain()).serverContext() : tls;
  }

  private static Address host(String name) {
    Address address = Address.parse(name);
    if (address == null || address.local() != null || address.resource() != null) {
      throw new IllegalArgumentException("name: " + name + " (expected: a domain)");
    }
    return address;
  }
}
