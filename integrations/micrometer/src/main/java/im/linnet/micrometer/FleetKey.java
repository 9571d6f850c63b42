package im.linnet.micrometer;

import io.micrometer.common.docs.KeyName;
import java.util.List;

/**
 * The keys of a fleet's meters. Their values come from fixed lists, so no series names an account
 * or a node.
 */
public enum FleetKey implements KeyName {
  /** Whether a session can send. */
  SESSION,
  /** Whether a member answers. */
  MEMBER,
  /** What the node is to the others: {@code im.linnet.fleet.FleetHealth.Status}. */
  NODE,
  /** How a session came to this node, or went from it. */
  MOVE,
  /** Whether a stream is {@code new} or {@code resumed} (XEP-0198). */
  STREAM;

  /** {@return the key} */
  @Override
  public String asString() {
    return ClientKey.word(this);
  }

  /** {@return all values that this key may have} */
  public List<String> allowed() {
    return switch (this) {
      case SESSION -> List.of("online", "offline");
      case MEMBER -> List.of("answering", "silent");
      case NODE -> List.of("joining", "member", "leaving", "gone");
      case MOVE -> List.of("taken-up", "handed-over", "fenced");
      case STREAM -> List.of("new", "resumed");
    };
  }
}
