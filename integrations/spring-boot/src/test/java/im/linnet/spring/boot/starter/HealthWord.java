package im.linnet.spring.boot.starter;

import static java.util.Objects.requireNonNull;

import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/** The code of the health endpoint for XMPP, in either generation of Boot. */
final class HealthWord {

  private static final String BOOT_4 =
      "org.springframework.boot.health.actuate.endpoint.HealthEndpoint";

  private HealthWord() {}

  static String of(ApplicationContext context) {
    return ClassUtils.isPresent(BOOT_4, null) ? Boot4.of(context) : Boot3.of(context);
  }

  /** Loaded in Boot 3 alone. */
  private static final class Boot3 {

    static String of(ApplicationContext context) {
      return context
          .getBean(org.springframework.boot.actuate.health.HealthEndpoint.class)
          .healthForPath("xmpp")
          .getStatus()
          .getCode();
    }
  }

  /** Loaded in Boot 4 alone. */
  private static final class Boot4 {

    static String of(ApplicationContext context) {
      HealthDescriptor xmpp = context.getBean(HealthEndpoint.class).healthForPath("xmpp");
      return requireNonNull(xmpp, "xmpp").getStatus().getCode();
    }
  }
}
