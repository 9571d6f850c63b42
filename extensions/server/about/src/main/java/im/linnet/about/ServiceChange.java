package im.linnet.about;

import im.linnet.jid.Jid;
import org.jspecify.annotations.Nullable;

/**
 * A change of an external service that its server announces (XEP-0215, section 3.2).
 *
 * @param by who announces it
 * @param action what has happened
 * @param service the service; a removed one has only what identifies it
 */
public record ServiceChange(Jid by, Action action, ExternalService service) {

  /** What can happen to a service. */
  public enum Action {
    /** There is a further service. */
    ADD,
    /** The service is gone. */
    REMOVE,
    /** The service has changed, such as its password. */
    MODIFY;

    /** Section 2 says remove, the example of section 3.2 delete. */
    static Action of(@Nullable String wireName) {
      if ("remove".equals(wireName) || "delete".equals(wireName)) {
        return REMOVE;
      }
      return "modify".equals(wireName) ? MODIFY : ADD;
    }
  }
}
