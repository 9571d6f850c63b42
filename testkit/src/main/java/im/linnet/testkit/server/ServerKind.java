package im.linnet.testkit.server;

import im.linnet.testkit.messenger.Profile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The servers that a client should be tested with: four real ones, and a stand-in in two states.
 *
 * <p>{@link #installed()}, {@link #modern()} and {@link #real()} are for parameterized tests, such
 * as {@code @MethodSource("im.linnet.testkit.server.ServerKind#modern")}.
 */
public enum ServerKind {
  /** Prosody, as installed. */
  PROSODY,
  /** ejabberd, as installed. */
  EJABBERD,
  /** Prosody 13; see {@link ProsodyServer#modern}. */
  MODERN_PROSODY,
  /** ejabberd 24; see {@link EjabberdServer#modern}. */
  MODERN_EJABBERD,
  /** The Messenger stand-in as of 2011. */
  MESSENGER_2011,
  /** The Messenger stand-in as of 2012. */
  MESSENGER_2012;

  /** {@return the real servers: the two that are installed, and the two modern ones} */
  public static List<ServerKind> real() {
    return Stream.of(values()).filter(kind -> !kind.isMessenger()).toList();
  }

  /** {@return the two real servers that are installed} */
  public static List<ServerKind> installed() {
    return real().stream().filter(kind -> !kind.isModern()).toList();
  }

  /** {@return the two modern servers} */
  public static List<ServerKind> modern() {
    return Stream.of(values()).filter(ServerKind::isModern).toList();
  }

  /**
   * {@return whether it is the stand-in, where users sign in by token and get an assigned address}
   */
  public boolean isMessenger() {
    return this == MESSENGER_2011 || this == MESSENGER_2012;
  }

  /** {@return whether it is a Prosody of any version} */
  public boolean isProsody() {
    return this == PROSODY || this == MODERN_PROSODY;
  }

  /** {@return whether it is an ejabberd of any version} */
  public boolean isEjabberd() {
    return this == EJABBERD || this == MODERN_EJABBERD;
  }

  /** {@return whether it is one of the modern servers, which {@link RealServer} describes} */
  public boolean isModern() {
    return this == MODERN_PROSODY || this == MODERN_EJABBERD;
  }

  /**
   * Returns new settings of the real server.
   *
   * @throws IllegalStateException if it is a stand-in
   */
  public RealServer.Builder settings() {
    return switch (this) {
      case PROSODY -> ProsodyServer.builder();
      case EJABBERD -> EjabberdServer.builder();
      case MODERN_PROSODY -> ProsodyServer.modern();
      case MODERN_EJABBERD -> EjabberdServer.modern();
      case MESSENGER_2011, MESSENGER_2012 ->
          throw new IllegalStateException(
              this + " is a stand-in (expected: one of " + real() + ")");
    };
  }

  /**
   * {@return the reason why this machine can't run it, if any; see {@link
   * RealServer.Builder#reasonToSkip}}
   */
  public Optional<String> reasonToSkip() {
    return isMessenger() ? Optional.empty() : settings().reasonToSkip();
  }

  /**
   * Starts it with the users and components of {@link LiveServer}.
   *
   * @return the running server, ready for logins
   */
  public LiveServer start() {
    return switch (this) {
      case MESSENGER_2011 -> LiveServer.of(this, Profile.YEAR_2011);
      case MESSENGER_2012 -> LiveServer.of(this, Profile.YEAR_2012);
      default -> LiveServer.of(this, settings());
    };
  }
}
