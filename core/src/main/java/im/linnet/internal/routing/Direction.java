package im.linnet.internal.routing;

import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Stanza;

/** Which way a stanza goes. */
enum Direction {
  /** To the wire. */
  OUT {
    @Override
    Verdict ask(Filter filter, Stanza stanza) {
      return filter.outgoing(stanza);
    }
  },
  /** To the user. */
  IN {
    @Override
    Verdict ask(Filter filter, Stanza stanza) {
      return filter.incoming(stanza);
    }
  };

  /** What a filter says. */
  abstract Verdict ask(Filter filter, Stanza stanza);
}
