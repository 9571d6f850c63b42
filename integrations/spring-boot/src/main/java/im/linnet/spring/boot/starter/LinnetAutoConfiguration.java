package im.linnet.spring.boot.starter;

import im.linnet.ClientResources;
import im.linnet.XmppClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/**
 * The clients of {@code linnet.*}. An {@link XmppClient} of the application takes the place of the
 * main one, a bean with the name of another takes its place, and {@link ClientResources} of the
 * application are used by all.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@Conditional(OnClient.class)
@EnableConfigurationProperties(ClientProperties.class)
@Import(NamedClients.class)
public final class LinnetAutoConfiguration {

  static final String LIFECYCLE = "linnetClientLifecycle";

  /** Creates the configuration; for Spring. */
  public LinnetAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  ClientResources linnetClientResources() {
    try {
      return ClientResources.create();
    } catch (IllegalStateException otherNetty) {
      throw new ClientSetupException(
          String.valueOf(otherNetty.getMessage()),
          "Set the property netty.version to 4.2, or import linnet-bom before Spring Boot's",
          otherNetty.getCause());
    }
  }

  @Bean(LIFECYCLE)
  ClientLifecycle linnetClientLifecycle(
      ClientResources resources,
      ObjectProvider<SslBundles> bundles,
      ObjectProvider<ClientCustomizer> customizers,
      Environment environment,
      ApplicationEventPublisher publisher) {
    return new ClientLifecycle(
        new ClientFactory(resources, bundles, customizers),
        NamedClients.in(environment),
        publisher::publishEvent);
  }

  @Bean(ClientCustomizer.MAIN)
  @Primary
  @ConditionalOnMissingBean
  @ConditionalOnProperty("linnet.account")
  XmppClient xmppClient(ClientLifecycle lifecycle, ClientProperties properties) {
    return lifecycle.main(properties);
  }
}
