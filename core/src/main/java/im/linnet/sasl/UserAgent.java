package im.linnet.sasl;

import im.linnet.xml.Element;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about itself to its own server when it signs in by SASL2 (XEP-0388, section
 * 2.3). The server may list it among the user's devices and derive a stable resource from the id;
 * it must not show the id or the device to others. Immutable value.
 */
public final class UserAgent {

  private final UUID id;
  private final @Nullable String software;
  private final @Nullable String device;

  private UserAgent(UUID id, @Nullable String software, @Nullable String device) {
    this.id = id;
    this.software = software;
    this.device = device;
  }

  /**
   * Creates a user agent with a random id, without names.
   *
   * @return the user agent
   */
  public static UserAgent random() {
    return new UserAgent(UUID.randomUUID(), null, null);
  }

  /**
   * Creates a user agent without names.
   *
   * @param id identifies this installation of the client; keep it between runs
   * @return the user agent
   * @throws IllegalArgumentException if it is no random UUID (version 4), which the standard
   *     demands
   */
  public static UserAgent of(UUID id) {
    if (id.version() != 4) {
      throw new IllegalArgumentException(
          "id: UUID of version %d (expected: 4, such as UUID.randomUUID())"
              .formatted(id.version()));
    }
    return new UserAgent(id, null, null);
  }

  /**
   * Sets the id.
   *
   * @param other identifies an installation of the client
   * @return a copy with it
   */
  public UserAgent withId(UUID other) {
    return new UserAgent(other, software, device);
  }

  /**
   * Sets the name of the software. With Bind 2 it also begins the resource that the server assigns
   * (XEP-0386, section 3.2), which others can see.
   *
   * @param name the name, such as {@code Nightingale}
   * @return a copy with it
   * @throws IllegalArgumentException if it can't be sent
   */
  public UserAgent withSoftware(String name) {
    return new UserAgent(id, sendable("software", name), device);
  }

  /**
   * Sets the name of the device.
   *
   * @param name the name, such as {@code the tablet in the kitchen}
   * @return a copy with it
   * @throws IllegalArgumentException if it can't be sent
   */
  public UserAgent withDevice(String name) {
    return new UserAgent(id, software, sendable("device", name));
  }

  /** Fails now rather than at sign-in. */
  private static String sendable(String what, String name) {
    Element.of(what, "urn:xmpp:sasl:2", name);
    return name;
  }

  /** {@return the id of this installation} */
  public UUID id() {
    return id;
  }

  /** {@return the name of the software, or null} */
  public @Nullable String software() {
    return software;
  }

  /** {@return the name of the device, or null} */
  public @Nullable String device() {
    return device;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UserAgent that
        && id.equals(that.id)
        && Objects.equals(software, that.software)
        && Objects.equals(device, that.device);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, software, device);
  }

  @Override
  public String toString() {
    return "UserAgent[%s, software=%s, device=%s]".formatted(id, software, device);
  }
}
