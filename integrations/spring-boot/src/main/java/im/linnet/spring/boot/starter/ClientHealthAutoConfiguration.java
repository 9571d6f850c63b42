package im.linnet.spring.boot.starter;

import im.linnet.XmppClient;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of all clients in Boot 4, also of those that the application makes itself. */
@AutoConfiguration(after = LinnetAutoConfiguration.class)
@ConditionalOnClass(name = HealthReport.BOOT_4)
@ConditionalOnBean(XmppClient.class)
@ConditionalOnExpression(HealthReport.ENABLED)
public final class ClientHealthAutoConfiguration {

  /** Creates the configuration; for Spring. */
  public ClientHealthAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(name = {"xmppHealthIndicator", "xmppHealthContributor"})
  HealthContributor xmppHealthContributor(ListableBeanFactory beans) {
    Map<String, XmppClient> clients = beans.getBeansOfType(XmppClient.class);
    return clients.size() == 1
        ? indicator(clients.values().iterator().next())
        : CompositeHealthContributor.fromMap(clients, ClientHealthAutoConfiguration::indicator);
  }

  private static HealthIndicator indicator(XmppClient client) {
    return () -> {
      HealthReport report = HealthReport.of(client.health());
      return Health.status(report.code()).withDetails(report.details()).build();
    };
  }
}
