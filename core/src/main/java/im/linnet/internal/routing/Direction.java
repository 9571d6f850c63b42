package im.linnet.internal.routing;

import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Stanza;

/** The direction in which a stanza passes the filters. */
enum Direction {
  /** From the user to the wire. */
  OUT {
    @Override
    Verdict ask(Filter filter, Stanza stanza) {
      return filter.outgoing(stanza);
    }
  },
  /** From the wire to the user. */
  IN {
    @Override
    Verdict ask(Filter filter, Stanza stanza) {
      return filter.incoming(stanza);
    }
  };

  /** Calls the filter's method for this direction. */
  abstract Verdict ask(Filter filter, Stanza stanza);
}
