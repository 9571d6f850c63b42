package im.linnet.benchmarks.roundtrips;

import java.time.Duration;

/**
 * One account in one client library. It remembers from login to login what users of the library can
 * let it remember. For one thread; all methods block.
 */
interface Traveller extends AutoCloseable {

  /**
   * Signs in as a new session, until the stream is bound and managed.
   *
   * @param place the same each time
   * @return by what means, such as a SASL mechanism
   * @throws Exception if that fails
   */
  String login(Place place) throws Exception;

  /**
   * Ends the session, so that the next login begins a new one.
   *
   * @param reset resets the connection, where only that leaves the library what it remembers
   * @param resumable how long the server keeps a lost stream
   */
  void leave(Runnable reset, Duration resumable) throws Exception;

  /** Waits until the library has noticed that the connection is lost. */
  void awaitLoss() throws Exception;

  /**
   * Connects again and resumes the lost stream.
   *
   * @return by what means
   * @throws Exception if the stream is not resumed
   */
  String resume() throws Exception;

  /** Ends what is left. */
  @Override
  void close();
}
