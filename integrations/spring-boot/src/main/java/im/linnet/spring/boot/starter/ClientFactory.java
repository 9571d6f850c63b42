package im.linnet.spring.boot.starter;

import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.sasl.Sasl;
import im.linnet.spring.boot.starter.ClientProperties.Reconnect;
import im.linnet.spring.boot.starter.ClientProperties.TransportChoice;
import im.linnet.tls.TlsPolicy;
import im.linnet.websocket.WebSocketTransport;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.ClassUtils;

/** Builds clients from properties and customizers. */
final class ClientFactory {

  private static final String WEBSOCKET = "im.linnet.websocket.WebSocketTransport";

  private final ClientResources resources;
  private final ObjectProvider<SslBundles> bundles;
  private final ObjectProvider<ClientCustomizer> customizers;

  ClientFactory(
      ClientResources resources,
      ObjectProvider<SslBundles> bundles,
      ObjectProvider<ClientCustomizer> customizers) {
    this.resources = resources;
    this.bundles = bundles;
    this.customizers = customizers;
  }

  /**
   * Sets up a client.
   *
   * @param name the name of its bean
   * @param prefix of its properties
   * @return the builder, after the customizers
   * @throws ClientSetupException if a property has a value that does not work
   */
  ClientBuilder builder(String name, String prefix, ClientProperties properties) {
    ClientBuilder builder = account(prefix + ".account", properties.account());
    builder.resources(resources);
    String password = properties.password();
    if (password != null) {
      builder.sasl(Sasl.password(password));
    }
    endpoints(builder, prefix + ".endpoints", properties.endpoints());
    if (properties.transport() == TransportChoice.AUTO
        && ClassUtils.isPresent(WEBSOCKET, ClientFactory.class.getClassLoader())) {
      WebSockets.addTo(builder);
    }
    String bundle = properties.ssl().bundle();
    if (bundle != null) {
      builder.tls(tls(prefix + ".ssl.bundle", bundle));
    }
    if (properties.reconnect() == Reconnect.STANDARD) {
      builder.reconnect(ReconnectPolicy.standard().retryingFirst());
    }
    customizers.orderedStream().forEach(each -> each.customize(name, builder));
    return builder;
  }

  private static ClientBuilder account(String property, @Nullable String account) {
    if (account == null) {
      throw new ClientSetupException(
          property + " is not set", "Set it to an address, such as juliet@example.com", null);
    }
    try {
      return XmppClient.builder(account);
    } catch (IllegalArgumentException malformed) {
      throw new ClientSetupException(
          property + " is no address", "Set it to one, such as juliet@example.com", malformed);
    }
  }

  private static void endpoints(ClientBuilder builder, String property, List<String> endpoints) {
    for (int i = 0; i < endpoints.size(); i++) {
      try {
        builder.endpoint(NamedEndpoint.of(endpoints.get(i)));
      } catch (IllegalArgumentException malformed) {
        throw notAnEndpoint("%s[%d]".formatted(property, i));
      }
    }
  }

  /** Without the cause, which may quote it: a URI may contain a password. */
  private static ClientSetupException notAnEndpoint(String property) {
    return new ClientSetupException(
        property + " is not an endpoint",
        "Write host:port for STARTTLS, tls://host:port for direct TLS, or wss://host/path",
        null);
  }

  private TlsPolicy tls(String property, String bundle) {
    SslBundles all = bundles.getIfAvailable();
    if (all == null) {
      throw new ClientSetupException(
          property + ": there are no SSL bundles",
          "Configure spring.ssl.bundle, or unset it",
          null);
    }
    try {
      return BundleTls.of(all.getBundle(bundle));
    } catch (NoSuchSslBundleException | IllegalArgumentException wrong) {
      throw new ClientSetupException(
          "%s: the bundle %s can't be used".formatted(property, bundle),
          "Correct the bundle in spring.ssl.bundle, or name another one in " + property,
          wrong);
    }
  }

  /** Loaded only where linnet-websocket is. */
  private static final class WebSockets {

    private WebSockets() {}

    static void addTo(ClientBuilder builder) {
      builder.transport(WebSocketTransport.discovering());
    }
  }
}
