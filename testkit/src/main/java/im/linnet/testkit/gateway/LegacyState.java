package im.linnet.testkit.gateway;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The states of the legacy network, and how the gateway shows them in XMPP. */
public enum LegacyState {
  /** Online. */
  ONLINE(null),
  /** Busy. */
  BUSY("dnd"),
  /** Away. */
  AWAY("away"),
  /** Idle. */
  IDLE("away"),
  /** Be right back. */
  BE_RIGHT_BACK("away"),
  /** On the phone. */
  ON_THE_PHONE("dnd"),
  /** Out to lunch. */
  OUT_TO_LUNCH("away"),
  /** Not connected. */
  OFFLINE(null);

  private final @Nullable String show;

  LegacyState(@Nullable String show) {
    this.show = show;
  }

  /** {@return the {@code <show/>} of contacts in this state, or null for none} */
  public @Nullable String show() {
    return show;
  }

  /** {@return whether a contact in this state is available} */
  public boolean online() {
    return this != OFFLINE;
  }

  /**
   * The state for a user's presence: none and chat are online, dnd is busy, away and xa are away.
   *
   * @param show the content of {@code <show/>}, or null
   * @return the state; online for unknown content
   */
  public static LegacyState of(@Nullable String show) {
    return switch (show == null ? "" : show.toLowerCase(Locale.ROOT)) {
      case "dnd" -> BUSY;
      case "away", "xa" -> AWAY;
      default -> ONLINE;
    };
  }
}
