package im.linnet.spring.boot.starter;

import im.linnet.micrometer.ClientMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Meters of the clients of {@code linnet.*}, where linnet-micrometer is and there is a registry.
 * {@link ClientMeters} of the application are used instead.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
    })
@ConditionalOnClass({ClientMeters.class, MeterRegistry.class})
@Conditional(OnClient.class)
public final class ClientMetersAutoConfiguration {

  /** Creates the configuration; for Spring. */
  public ClientMetersAutoConfiguration() {}

  @Bean
  @ConditionalOnBean(MeterRegistry.class)
  @ConditionalOnMissingBean
  ClientMeters linnetClientMeters(MeterRegistry registry) {
    return ClientMeters.in(registry);
  }

  @Bean
  @ConditionalOnBean(ClientMeters.class)
  @Order(Ordered.HIGHEST_PRECEDENCE)
  ClientCustomizer linnetClientMetersCustomizer(ClientMeters meters) {
    return (name, builder) -> builder.with(meters::watch);
  }
}
