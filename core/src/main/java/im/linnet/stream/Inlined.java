package im.linnet.stream;

import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@link Inline} requests that one element carries. Must be used on the connection's event
 * loop, except {@link #elements()}, which any thread may call.
 */
public final class Inlined {

  private final List<Inline.Asked> asked;

  private Inlined(List<Inline.Asked> asked) {
    this.asked = List.copyOf(asked);
  }

  /**
   * Collects the requests for a carrier, in order.
   *
   * @param all the client's inline requests
   * @param carrier the namespace of the carrying element
   * @param offer the server's offer of inline requests
   * @param negotiation the stream
   * @return the requests to send
   */
  public static Inlined of(
      List<Inline> all, String carrier, Element offer, Negotiation negotiation) {
    List<Inline.Asked> asked = new ArrayList<>();
    for (Inline inline : all) {
      Inline.Asked one = inline.carrier().equals(carrier) ? inline.ask(offer, negotiation) : null;
      if (one != null) {
        asked.add(one);
      }
    }
    return new Inlined(asked);
  }

  /** {@return the elements to put inside the carrying element, in order} */
  public List<Element> elements() {
    return asked.stream().map(Inline.Asked::element).toList();
  }

  /**
   * Passes the answer to all requests, in order. Call it within {@link Negotiation#note}.
   *
   * @param answer the answer to the carrying element
   * @param facts the facts so far
   * @return the facts with those that the requests established
   */
  public Facts answered(Element answer, Facts facts) {
    Facts all = facts;
    for (Inline.Asked one : asked) {
      all = one.answered(answer, all);
    }
    return all;
  }
}
