package im.linnet.spring.boot.starter;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientResources;
import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.micrometer.ClientMeters;
import im.linnet.sasl.Sasl;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotationMetadata;

/** Which beans there are; nothing connects here. */
@Timeout(300)
class ClientsTest {

  private final ApplicationContextRunner nothing =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  SslAutoConfiguration.class,
                  LinnetAutoConfiguration.class,
                  ClientMetersAutoConfiguration.class,
                  ClientHealthAutoConfiguration.class,
                  ActuatorClientHealthAutoConfiguration.class));

  private final ApplicationContextRunner one =
      nothing.withPropertyValues(
          "linnet.account=juliet@example.com", "linnet.password=secret", "linnet.start=manual");

  private final ApplicationContextRunner three =
      one.withPropertyValues(
          "linnet.clients.alerts.account=alerts@example.com/here",
          "linnet.clients.alerts.password=secret",
          "linnet.clients.alerts.start=manual",
          "linnet.clients.nurse.account=nurse@example.net",
          "linnet.clients.nurse.password=secret",
          "linnet.clients.nurse.start=manual");

  @Test
  void there_is_none_without_an_account() {
    nothing.run(
        context ->
            assertThat(context)
                .doesNotHaveBean(XmppClient.class)
                .doesNotHaveBean(ClientResources.class)
                .doesNotHaveBean(ClientLifecycle.class)
                .doesNotHaveBean(HealthContributor.class));
  }

  @Test
  void there_is_one_for_an_account() {
    one.run(
        context -> {
          assertThat(context).hasSingleBean(XmppClient.class).hasBean(ClientCustomizer.MAIN);
          assertThat(context.getBean(XmppClient.class).account()).hasToString("juliet@example.com");
          assertThat(context.getBean(ClientLifecycle.class).isRunning()).isTrue();
        });
  }

  @Test
  void there_is_one_for_each_name_and_the_main_one_is_primary() {
    three.run(
        context -> {
          assertThat(context.getBeansOfType(XmppClient.class))
              .containsOnlyKeys(ClientCustomizer.MAIN, "alerts", "nurse");
          assertThat(context.getBean(XmppClient.class).account()).hasToString("juliet@example.com");
          assertThat(context.getBean("alerts", XmppClient.class).account())
              .hasToString("alerts@example.com");
          assertThat(context.getBean(HealthContributor.class))
              .isInstanceOfSatisfying(
                  CompositeHealthContributor.class,
                  all -> assertThat(all.getContributor("nurse")).isNotNull());
        });
  }

  @Test
  void they_end_with_the_context() {
    List<XmppClient> clients = new CopyOnWriteArrayList<>();
    three.run(context -> clients.addAll(context.getBeansOfType(XmppClient.class).values()));
    assertThat(clients)
        .hasSize(3)
        .allSatisfy(
            client -> assertThat(client.state()).isInstanceOf(ConnectionState.Closed.class));
  }

  @Test
  void a_client_of_the_application_takes_the_place_of_the_main_one() {
    XmppClient own = XmppClient.builder("own@example.com").sasl(Sasl.anonymous()).build();
    one.withBean("own", XmppClient.class, () -> own)
        .run(
            context -> {
              assertThat(context).hasSingleBean(XmppClient.class).hasBean("own");
              assertThat(context).hasSingleBean(HealthContributor.class);
            });
  }

  @Test
  void a_bean_of_the_name_takes_the_place_of_another_one() {
    three
        .withBean("alerts", String.class, () -> "mine")
        .run(
            context ->
                assertThat(context.getBeansOfType(XmppClient.class))
                    .containsOnlyKeys(ClientCustomizer.MAIN, "nurse"));
  }

  @Test
  void resources_of_the_application_are_used() {
    ClientResources own = ClientResources.create();
    one.withBean("own", ClientResources.class, () -> own)
        .run(context -> assertThat(context).getBean(ClientResources.class).isSameAs(own));
  }

  /** Says how it was called. */
  private record Noted(String name, int number) implements Extension {}

  @Configuration(proxyBeanMethods = false)
  static class Customizers {

    private final List<String> order = new CopyOnWriteArrayList<>();

    @Bean
    @Order(2)
    ClientCustomizer second() {
      return (name, builder) -> order.add(name + " 2");
    }

    @Bean
    @Order(1)
    ClientCustomizer first() {
      return (name, builder) -> {
        order.add(name + " 1");
        builder.with(client -> new Noted(name, order.size()));
      };
    }
  }

  @Test
  void customizers_are_called_in_their_order_for_each() {
    three
        .withUserConfiguration(Customizers.class)
        .run(
            context -> {
              assertThat(context.getBean(Customizers.class).order)
                  .containsSubsequence("xmppClient 1", "xmppClient 2")
                  .containsSubsequence("nurse 1", "nurse 2")
                  .hasSize(6);
              assertThat(context.getBean("alerts", XmppClient.class).get(Noted.class).name())
                  .isEqualTo("alerts");
            });
  }

  @Test
  void a_customizer_can_say_how_to_sign_in() {
    nothing
        .withPropertyValues("linnet.account=juliet@example.com", "linnet.start=manual")
        .withBean(ClientCustomizer.class, () -> (name, builder) -> builder.sasl(Sasl.anonymous()))
        .run(context -> assertThat(context).hasSingleBean(XmppClient.class));
  }

  @Test
  void there_are_meters_where_there_is_a_registry() {
    one.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .run(
            context ->
                assertThat(
                        context
                            .getBean(MeterRegistry.class)
                            .get("linnet.clients")
                            .tag("status", "disconnected")
                            .gauge()
                            .value())
                    .isGreaterThanOrEqualTo(0));
    one.run(context -> assertThat(context).doesNotHaveBean(ClientMeters.class));
  }

  /** Names the configurations of this artifact, as Boot does: their classes are not loaded. */
  static final class Found implements DeferredImportSelector {

    @Override
    public String[] selectImports(AnnotationMetadata at) {
      return ImportCandidates.load(AutoConfiguration.class, null).getCandidates().stream()
          .filter(name -> name.startsWith("im.linnet."))
          .sorted(Comparator.reverseOrder()) // the clients first, as the rest comes after them
          .toArray(String[]::new);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Found.class)
  static class Application {}

  @Test
  void an_application_needs_neither_the_actuator_nor_micrometer() {
    ApplicationContextRunner application =
        new ApplicationContextRunner()
            .withUserConfiguration(Application.class)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withPropertyValues(
                "linnet.account=juliet@example.com",
                "linnet.password=secret",
                "linnet.start=manual");
    application.run(
        context ->
            assertThat(context).hasBean("xmppHealthContributor").hasBean("linnetClientMeters"));
    application
        .withClassLoader(
            new FilteredClassLoader(
                "org.springframework.boot.actuate",
                "org.springframework.boot.health",
                "im.linnet.micrometer"))
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(XmppClient.class)
                    .doesNotHaveBean("xmppHealthContributor")
                    .doesNotHaveBean("linnetClientMeters"));
  }

  @Test
  void there_are_none_without_the_artifact_for_them() {
    one.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .withClassLoader(new FilteredClassLoader(ClientMeters.class))
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(XmppClient.class)
                    .doesNotHaveBean("linnetClientMeters"));
  }

  @Test
  void health_is_unknown_until_somebody_connects_and_tells_no_secret() {
    one.run(
        context -> {
          HealthIndicator indicator =
              context.getBean("xmppHealthContributor", HealthIndicator.class);
          Health health = requireNonNull(indicator.health(), "health");
          assertThat(health.getStatus().getCode()).isEqualTo("UNKNOWN");
          assertThat(health.getDetails())
              .containsEntry("status", "disconnected")
              .containsEntry("backlog", 0)
              .containsEntry("paused", false)
              .containsEntry("dropped", 0L)
              .containsOnlyKeys("status", "since", "backlog", "paused", "dropped");
        });
  }

  @Test
  void health_can_be_switched_off_or_replaced() {
    for (String property : List.of("management.health.xmpp", "management.health.defaults")) {
      one.withPropertyValues(property + ".enabled=false")
          .run(context -> assertThat(context).doesNotHaveBean(HealthContributor.class));
    }
    HealthIndicator own = () -> null;
    one.withBean("xmppHealthIndicator", HealthIndicator.class, () -> own)
        .run(context -> assertThat(context).getBean(HealthContributor.class).isSameAs(own));
  }
}
