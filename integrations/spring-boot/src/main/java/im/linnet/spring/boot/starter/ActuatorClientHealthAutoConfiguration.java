package im.linnet.spring.boot.starter;

import im.linnet.XmppClient;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;

/**
 * The health of all clients in Boot 3, whose actuator has the types that Boot 4 has in an artifact
 * of their own; also of those that the application makes itself.
 */
@AutoConfiguration(after = LinnetAutoConfiguration.class)
@ConditionalOnClass(name = HealthReport.BOOT_3)
@ConditionalOnMissingClass(HealthReport.BOOT_4)
@ConditionalOnBean(XmppClient.class)
@ConditionalOnExpression(HealthReport.ENABLED)
public final class ActuatorClientHealthAutoConfiguration {

  /** Creates the configuration; for Spring. */
  public ActuatorClientHealthAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(name = {"xmppHealthIndicator", "xmppHealthContributor"})
  HealthContributor xmppHealthContributor(ListableBeanFactory beans) {
    Map<String, XmppClient> clients = beans.getBeansOfType(XmppClient.class);
    return clients.size() == 1
        ? indicator(clients.values().iterator().next())
        : CompositeHealthContributor.fromMap(
            clients, ActuatorClientHealthAutoConfiguration::indicator);
  }

  private static HealthIndicator indicator(XmppClient client) {
    return () -> {
      HealthReport report = HealthReport.of(client.health());
      return Health.status(report.code()).withDetails(report.details()).build();
    };
  }
}
