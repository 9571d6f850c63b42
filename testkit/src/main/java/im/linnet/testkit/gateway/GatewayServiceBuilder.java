package im.linnet.testkit.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds a gateway. Created by {@link GatewayService#builder()}; used by one thread. Without
 * contacts it has 30 in 4 groups, and {@code friend@hotmail.com}, who is on nobody's list.
 */
public final class GatewayServiceBuilder {
  private static final int PORT = 5347;

  private final List<LegacyContact> contacts = new ArrayList<>();
  private InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);
  private String domain = "gateway.localhost";
  private String secret = "secret";
  private GatewaySettings settings = GatewaySettings.pymsnt();
  private @Nullable GatewayClock clock;
  private Duration limit = Duration.ofSeconds(10);

  GatewayServiceBuilder() {}

  /**
   * Sets where the server accepts components; port 5347 of this machine unless set.
   *
   * @param componentAddress the address
   * @return this builder
   */
  public GatewayServiceBuilder server(InetSocketAddress componentAddress) {
    server = componentAddress;
    return this;
  }

  /**
   * Sets the gateway's domain; {@code gateway.localhost} unless set.
   *
   * @param name the domain, which the server must know as a component
   * @return this builder
   */
  public GatewayServiceBuilder domain(String name) {
    domain = name;
    return this;
  }

  /**
   * Sets the secret shared with the server; {@code secret} unless set.
   *
   * @param text the secret
   * @return this builder
   */
  public GatewayServiceBuilder secret(String text) {
    secret = text;
    return this;
  }

  /**
   * Changes settings.
   *
   * @param change returns the changed settings
   * @return this builder
   */
  public GatewayServiceBuilder settings(UnaryOperator<GatewaySettings> change) {
    settings = change.apply(settings);
    return this;
  }

  /**
   * Adds a person to the legacy network.
   *
   * @param contact the person
   * @return this builder
   */
  public GatewayServiceBuilder contact(LegacyContact contact) {
    contacts.add(contact);
    return this;
  }

  /**
   * Adds persons to the legacy network.
   *
   * @param others the persons, such as {@link LegacyContact#generated}
   * @return this builder
   */
  public GatewayServiceBuilder contacts(List<LegacyContact> others) {
    contacts.addAll(others);
    return this;
  }

  /**
   * Sets the clock; this machine's unless set.
   *
   * @param other a clock that no other gateway uses
   * @return this builder
   */
  public GatewayServiceBuilder clock(GatewayClock other) {
    clock = other;
    return this;
  }

  /**
   * Sets how long connecting and the handshake may take; 10 seconds unless set.
   *
   * @param duration the limit
   * @return this builder
   * @throws IllegalArgumentException if it is less than a millisecond or more than a day
   */
  public GatewayServiceBuilder timeout(Duration duration) {
    if (duration.compareTo(Duration.ofMillis(1)) < 0
        || duration.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("timeout: " + duration + " (expected: 1 ms to 1 day)");
    }
    limit = duration;
    return this;
  }

  /**
   * Connects to the server and returns when the server has accepted the gateway.
   *
   * @return the running gateway
   * @throws java.io.UncheckedIOException if the server can't be reached or refuses the gateway,
   *     then caused by a {@link ComponentRefusedException}
   */
  public GatewayService start() {
    return GatewayService.start(this);
  }

  InetSocketAddress server() {
    return server;
  }

  String domain() {
    return domain;
  }

  String secret() {
    return secret;
  }

  GatewaySettings settings() {
    return settings;
  }

  Duration limit() {
    return limit;
  }

  GatewayClock clock() {
    GatewayClock set = clock;
    return set == null ? GatewayClock.system() : set;
  }

  List<LegacyContact> contacts() {
    if (!contacts.isEmpty()) {
      return List.copyOf(contacts);
    }
    List<LegacyContact> usual = new ArrayList<>(LegacyContact.generated(30, 4));
    usual.add(LegacyContact.of("friend@hotmail.com", "Friend"));
    return usual;
  }
}
