package im.linnet.benchmarks.roundtrips;

import java.util.Locale;

/** A way to a bound, managed stream (XEP-0198). */
enum Login {
  /** With a password, by a client that knows nothing of the server yet. */
  FIRST("first login"),
  /** With the password again, by a client that remembers all but a token. */
  SECOND("second login, password"),
  /** With a token of the login before (XEP-0484). */
  TOKEN("second login, token"),
  /** Resumes the stream of a connection that was reset. */
  RESUMED("resumption after a cut");

  private final String title;

  Login(String title) {
    this.title = title;
  }

  /** The name in the table. */
  String title() {
    return title;
  }

  /** The name in result lines. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
