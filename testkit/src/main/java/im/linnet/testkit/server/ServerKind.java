package im.linnet.testkit.server;

import im.linnet.testkit.messenger.Profile;
import java.util.Optional;

/** The servers that a client should be tested with: two real ones, and a stand-in in two states. */
public enum ServerKind {
  /** Prosody. */
  PROSODY,
  /** ejabberd. */
  EJABBERD,
  /** The Messenger stand-in as of 2011. */
  MESSENGER_2011,
  /** The Messenger stand-in as of 2012. */
  MESSENGER_2012;

  /**
   * {@return whether it is the stand-in, where users sign in by token and get an assigned address}
   */
  public boolean isMessenger() {
    return this == MESSENGER_2011 || this == MESSENGER_2012;
  }

  /**
   * {@return the reason why this machine can't run it, if any; see {@link
   * ProsodyServer#reasonToSkip}}
   */
  public Optional<String> reasonToSkip() {
    return switch (this) {
      case PROSODY -> ProsodyServer.reasonToSkip();
      case EJABBERD -> EjabberdServer.reasonToSkip();
      case MESSENGER_2011, MESSENGER_2012 -> Optional.empty();
    };
  }

  /**
   * Starts it with the users of {@link LiveServer}.
   *
   * @return the running server, ready for logins
   */
  public LiveServer start() {
    return switch (this) {
      case PROSODY -> LiveServer.of(this, ProsodyServer.builder().start());
      case EJABBERD -> LiveServer.of(this, EjabberdServer.builder().start());
      case MESSENGER_2011 -> LiveServer.of(this, Profile.YEAR_2011);
      case MESSENGER_2012 -> LiveServer.of(this, Profile.YEAR_2012);
    };
  }
}
