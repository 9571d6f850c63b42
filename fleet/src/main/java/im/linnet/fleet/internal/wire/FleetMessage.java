package im.linnet.fleet.internal.wire;

import im.linnet.connection.SavedStream;
import im.linnet.fleet.AccountState;
import im.linnet.xml.Element;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What nodes say to each other. */
public sealed interface FleetMessage {

  /** For the session of an account, wherever it is; starts one. */
  sealed interface ToAccount extends FleetMessage {

    /** {@return the bare address} */
    String account();
  }

  /**
   * There should be a session.
   *
   * @param account the bare address
   * @param wanted whether the program's list of accounts says so; answered by {@link Ensured}
   */
  record Ensure(String account, boolean wanted) implements ToAccount {}

  /**
   * A session's last word to the next one.
   *
   * @param account the bare address
   * @param epoch for the next session
   * @param vault the node that has the copy, as {@code host:port}, or empty
   * @param saved the stream, or null if there is none that can be resumed
   */
  record TakeUp(String account, long epoch, String vault, @Nullable SavedStream saved)
      implements ToAccount {}

  /**
   * Send a stanza; answered by {@link Outcome}.
   *
   * @param account the bare address
   * @param stanza the stanza
   */
  record Deliver(String account, Element stanza) implements ToAccount {}

  /**
   * What does the session do? Answered by {@link Told}.
   *
   * @param account the bare address
   */
  record Ask(String account) implements ToAccount {}

  /**
   * End the session; answered by {@link Ensured}.
   *
   * @param account the bare address
   */
  record Release(String account) implements ToAccount {}

  /** It is so. */
  record Ensured() implements FleetMessage {}

  /**
   * What became of a stanza.
   *
   * @param result the result
   * @param words what happened, for a failure
   */
  record Outcome(Result result, String words) implements FleetMessage {

    /** The kinds of results. */
    public enum Result {
      /** The server has it. */
      DONE(0),
      /** There was no room. */
      FULL(1),
      /** It can't be sent. */
      REFUSED(2),
      /** It was never sent. */
      NOT_SENT(3),
      /** It may or may not have arrived. */
      UNCERTAIN(4);

      private final int code;

      Result(int code) {
        this.code = code;
      }

      /** {@return its form on the wire} */
      int code() {
        return code;
      }
    }
  }

  /**
   * The state of an account.
   *
   * @param state the state
   */
  record Told(AccountState state) implements FleetMessage {}

  /**
   * May a session sign in? Answered by {@link Permitted}, when it is its turn.
   *
   * @param domain the server's domain
   * @param account the bare address
   * @param resume whether there is a stream to resume
   * @param leftMillis how long the server still keeps it, if so
   */
  record SignIn(String domain, String account, boolean resume, long leftMillis)
      implements FleetMessage {}

  /** It is the session's turn. */
  record Permitted() implements FleetMessage {}

  /**
   * Records for a vault.
   *
   * @param owner the uid of the node that sends them
   * @param seq counts them
   * @param first whether this is the first one to this vault
   * @param records the records
   */
  record Batch(long owner, long seq, boolean first, List<StreamRecord> records)
      implements FleetMessage {}

  /**
   * A batch is kept.
   *
   * @param seq its number
   * @param fenced the accounts of which records were refused, as another session holds them
   */
  record BatchDone(long seq, List<String> fenced) implements FleetMessage {}

  /**
   * A batch is not kept.
   *
   * @param seq its number
   * @param removed true if its sender is no member any more; false if the vault does not know what
   *     came before
   */
  record BatchRefused(long seq, boolean removed) implements FleetMessage {}

  /**
   * May a session connect? Answered by {@link Word}.
   *
   * @param owner the uid of its node
   * @param account the bare address
   * @param epoch its epoch
   */
  record MayConnect(long owner, String account, long epoch) implements FleetMessage {}

  /**
   * A vault's word.
   *
   * @param epoch the epoch asked for
   * @param yes whether it may
   */
  record Word(long epoch, boolean yes) implements FleetMessage {}

  /**
   * A session has taken a stream up, so that older copies are of no use.
   *
   * @param account the bare address
   * @param epoch the session's epoch
   */
  record TakenUp(String account, long epoch) implements FleetMessage {}

  /**
   * Another vault keeps the copies of a node.
   *
   * @param owner the node's uid
   */
  record Forget(long owner) implements FleetMessage {}

  /**
   * New sessions ask what a vault knows, and that it takes no more from former ones.
   *
   * @param id of the question
   * @param accounts the bare addresses
   */
  record Claim(long id, List<String> accounts) implements FleetMessage {}

  /**
   * A part of the answer.
   *
   * @param id of the question
   * @param last whether it is the last part
   * @param held what the vault knows
   */
  record Claimed(long id, boolean last, List<Held> held) implements FleetMessage {}

  /** All accounts of the program's list have been ensured once more. */
  record RoundDone() implements FleetMessage {}
}
