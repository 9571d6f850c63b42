package im.linnet.presence;

/**
 * Limits on what others can make a client remember.
 *
 * @param resourcesOfContact the resources of one contact, 1 or more
 * @param resources the resources of all contacts together, 1 or more
 * @param invitations the invitations that wait for an answer, 1 or more; their texts are cut to a
 *     readable length
 * @param characters the presences of all contacts together, in characters of XML, 1 or more
 */
public record PresenceLimits(
    int resourcesOfContact, int resources, int invitations, long characters) {

  private static final long CHARACTERS = 16 << 20;

  /** Refuses limits below 1. */
  public PresenceLimits {
    require("resourcesOfContact", resourcesOfContact);
    require("resources", resources);
    require("invitations", invitations);
    require("characters", characters);
  }

  /**
   * Limits with 16 Mi characters of presence.
   *
   * @param resourcesOfContact the resources of one contact, 1 or more
   * @param resources the resources of all contacts together, 1 or more
   * @param invitations the invitations that wait for an answer, 1 or more
   */
  public PresenceLimits(int resourcesOfContact, int resources, int invitations) {
    this(resourcesOfContact, resources, invitations, CHARACTERS);
  }

  /** {@return 32 resources of a contact, 20,000 in all with 16 Mi characters, 1,000 invitations} */
  public static PresenceLimits standard() {
    return new PresenceLimits(32, 20_000, 1_000);
  }

  private static void require(String name, long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("%s: %d (expected: >= 1)".formatted(name, limit));
    }
  }
}
