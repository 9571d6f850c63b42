package im.linnet.spring.boot.starter;

import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/** The code of the health endpoint for XMPP, in either generation of Boot. */
final class HealthWord {

  private HealthWord() {}

  static String of(ApplicationContext context) {
    return ClassUtils.isPresent("org.springframework.boot.actuate.health.HealthEndpoint", null)
            && !ClassUtils.isPresent(
                "org.springframework.boot.health.actuate.endpoint.HealthEndpoint", null)
        ? Boot3.of(context)
        : Boot4.of(context);
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
      return context
          .getBean(org.springframework.boot.health.actuate.endpoint.HealthEndpoint.class)
          .healthForPath("xmpp")
          .getStatus()
          .getCode();
    }
  }
}
