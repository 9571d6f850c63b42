package im.linnet.fleet.internal.wire;

import im.linnet.connection.SavedStream;
import im.linnet.xml.Element;
import java.util.List;

/**
 * One step of one stream, in the order of its revisions.
 *
 * @param account the bare address
 * @param epoch counts the sessions of the account: a record of an earlier one is refused
 * @param revision counts the records of the epoch
 * @param change what happened
 */
public record StreamRecord(String account, long epoch, long revision, Change change) {

  /** What happened to a stream. */
  public sealed interface Change {}

  /**
   * It is as given.
   *
   * @param whole the stream
   */
  public record Opened(SavedStream whole) implements Change {}

  /**
   * Stanzas are about to be written.
   *
   * @param stanzas the stanzas, in order
   */
  public record Sent(List<Element> stanzas) implements Change {}

  /**
   * The server has acknowledged stanzas.
   *
   * @param h its count
   */
  public record Acked(long h) implements Change {}

  /**
   * Stanzas are about to be acknowledged.
   *
   * @param h the count
   */
  public record Handled(long h) implements Change {}

  /** It is over. */
  public record Ended() implements Change {}

  /** {@return roughly how many bytes it takes on the wire} */
  public long size() {
    long own = 60L + account.length();
    if (change instanceof Opened opened) {
      return own + 400 + Sizes.of(opened.whole().waiting());
    }
    return change instanceof Sent sent ? own + 150 + Sizes.of(sent.stanzas()) : own;
  }

  /**
   * What can be sent in place of this record.
   *
   * @return this one; if it is too large, that there is no copy of the stream any more
   */
  public StreamRecord sendable() {
    return size() < Sizes.LARGEST ? this : new StreamRecord(account, epoch, revision, new Ended());
  }
}
