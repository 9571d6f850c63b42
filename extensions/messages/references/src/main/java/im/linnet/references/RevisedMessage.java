package im.linnet.references;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message as it stands after all that later messages said about it. Immutable value. */
public final class RevisedMessage {

  private final Message original;
  private final Message current;
  private final boolean retracted;
  private final Map<Jid, Set<String>> reactions;

  RevisedMessage(
      Message original, Message current, boolean retracted, Map<Jid, Set<String>> reactions) {
    this.original = original;
    this.current = current;
    this.retracted = retracted;
    this.reactions = Collections.unmodifiableMap(new LinkedHashMap<>(reactions));
  }

  /** {@return the message as it was first sent: the one to refer to} */
  public Message original() {
    return original;
  }

  /**
   * {@return the last correction, whose payloads replace all of the original (XEP-0308, section 3);
   * the original if there is none}
   */
  public Message current() {
    return current;
  }

  /**
   * {@return the current text, as {@link Message#body()}, with any {@link Fallback}; null if there
   * is none or the message is retracted}
   */
  public @Nullable String text() {
    return retracted ? null : current.body();
  }

  /** {@return whether it was corrected; the user should see that (XEP-0308, section 4)} */
  public boolean isCorrected() {
    return !current.equals(original);
  }

  /**
   * {@return whether it was retracted: don't display it any more. {@link #original()} and {@link
   * #current()} still have it, for moderators (XEP-0424, section 6)}
   */
  public boolean isRetracted() {
    return retracted;
  }

  /**
   * {@return the reactions by the address of who reacted, those who reacted first in front: the
   * bare address of an account, or the address of an occupant. Who withdrew all is left out}
   */
  public Map<Jid, Set<String>> reactions() {
    return reactions;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RevisedMessage that
        && retracted == that.retracted
        && original.equals(that.original)
        && current.equals(that.current)
        && reactions.equals(that.reactions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(original, current, retracted, reactions);
  }

  /** {@return an outline without content, safe for logs} */
  @Override
  public String toString() {
    return "RevisedMessage[%s, corrected %s, retracted %s, reactions of %d]"
        .formatted(original, isCorrected(), retracted, reactions.size());
  }
}
