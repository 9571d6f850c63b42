package im.linnet.samples;

import im.linnet.failure.Where;

/** Prints events with their time. */
final class Timeline {

  private final long start = System.nanoTime();

  void note(String what) {
    System.out.printf("%7.3f s  %s%n", (System.nanoTime() - start) / 1e9, what);
  }

  /** Prints the progress of connecting. */
  void note(Where where) {
    String sentBy =
        where.redirects().isEmpty()
            ? ""
            : " (sent there by " + where.redirects().get(where.redirects().size() - 1).from() + ")";
    note(
        switch (where.phase()) {
          case RESOLVING -> "Looking up the service" + sentBy;
          case CONNECTING -> "Connecting to " + where.endpoint();
          case OPENING -> "Opening a stream";
          case SECURING -> "Starting TLS";
          case AUTHENTICATING -> "Signing in";
          case BINDING -> "Binding a resource";
          case SESSION, CLOSING -> where.phase().words();
        });
  }
}
