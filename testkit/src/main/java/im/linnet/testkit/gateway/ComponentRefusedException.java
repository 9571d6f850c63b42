package im.linnet.testkit.gateway;

import java.io.IOException;

/** The server ended the component's stream with an error (XEP-0114, section 3). */
public final class ComponentRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String condition;

  ComponentRefusedException(String domain, String condition) {
    super(
        "the server ended the stream of component "
            + domain
            + ": "
            + condition
            + switch (condition) {
              case "not-authorized" -> " (check the secret)";
              case "host-unknown" -> " (the server has no such component configured)";
              case "conflict" -> " (another component uses this domain)";
              default -> "";
            });
    this.condition = condition;
  }

  /** {@return the condition of the stream error, such as {@code not-authorized}} */
  public String condition() {
    return condition;
  }
}
