package im.linnet.spring.boot.starter;

import im.linnet.ClientBuilder;

/**
 * Changes how a client is built: adds extensions, filters or listeners, and what no property sets.
 * Each bean of this type is called for each client that is made from properties.
 *
 * <pre>{@code
 * ClientCustomizer customizer =
 *     (name, builder) -> builder.requestLimit(Duration.ofSeconds(10)).language("de-CH");
 * }</pre>
 *
 * <p>The properties are set before, so a customizer overrides them. Several are called in their
 * order ({@code @Order}).
 */
@FunctionalInterface
public interface ClientCustomizer {

  /** The name of the client of {@code linnet.account}. */
  String MAIN = "xmppClient";

  /**
   * Changes a builder.
   *
   * @param name the name of the client's bean: {@link #MAIN}, or that in {@code
   *     linnet.clients.NAME}
   * @param builder the builder, with all that the properties say; must not be built
   */
  void customize(String name, ClientBuilder builder);
}
