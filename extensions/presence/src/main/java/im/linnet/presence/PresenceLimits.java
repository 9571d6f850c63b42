package im.linnet.presence;

/**
 * How much others can make a client remember.
 *
 * @param resourcesOfContact the resources of one contact, 1 or more
 * @param resources the resources of all contacts together, 1 or more
 * @param invitations the invitations that wait for an answer, 1 or more
 */
public record PresenceLimits(int resourcesOfContact, int resources, int invitations) {

  /** Refuses limits that leave no room. */
  public PresenceLimits {
    require("resourcesOfContact", resourcesOfContact);
    require("resources", resources);
    require("invitations", invitations);
  }

  /** {@return 32 resources of a contact, 20,000 in all, 1,000 invitations} */
  public static PresenceLimits standard() {
    return new PresenceLimits(32, 20_000, 1_000);
  }

  private static void require(String name, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("%s: %d (expected: >= 1)".formatted(name, limit));
    }
  }
}
