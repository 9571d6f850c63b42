package im.linnet.benchmarks.roundtrips;

import im.linnet.testkit.net.DelayProxy;
import im.linnet.testkit.net.DelayedConnection;
import java.time.Duration;
import java.util.List;

/** The logins of one library over one line. */
final class Journeys {

  private final Library library;
  private final Place place;
  private final DelayProxy line;
  private final Duration resumable;

  /**
   * Over that line.
   *
   * @param resumable how long the server keeps a lost stream
   */
  Journeys(Library library, Place place, DelayProxy line, Duration resumable) {
    this.library = library;
    this.place = place.at(line.port());
    this.line = line;
    this.resumable = resumable;
  }

  /** Signs in once in that way, after all that it takes to do so. */
  Trip make(Login login) throws Exception {
    try (Traveller traveller = library.traveller(login != Login.SECOND)) {
      Trip first = Trip.over(line, () -> traveller.login(place));
      return switch (login) {
        case FIRST -> first;
        case SECOND -> again(traveller);
        case TOKEN -> byToken(again(traveller));
        case RESUMED -> resumed(traveller);
      };
    }
  }

  private Trip again(Traveller traveller) throws Exception {
    traveller.leave(this::reset, resumable);
    return Trip.over(line, () -> traveller.login(place));
  }

  /** The mechanisms of tokens have names of their own (XEP-0484, section 3.1). */
  private static Trip byToken(Trip trip) throws Unable {
    if (!trip.means().startsWith("HT-")) {
      throw new Unable("signed in with %s, without a token".formatted(trip.means()));
    }
    return trip;
  }

  private Trip resumed(Traveller traveller) throws Exception {
    reset();
    traveller.awaitLoss();
    return Trip.over(line, traveller::resume);
  }

  private void reset() {
    List<DelayedConnection> all = line.connections();
    all.get(all.size() - 1).reset();
  }
}
