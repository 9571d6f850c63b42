package im.linnet.stream;

import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@link Inline} requests that one element carries. For the connection's event loop; {@link
 * #elements()} may be called by any thread.
 */
public final class Inlined {

  private final List<Inline.Asked> asked;

  private Inlined(List<Inline.Asked> asked) {
    this.asked = List.copyOf(asked);
  }

  /**
   * Asks those that belong inside a carrier, in their order.
   *
   * @param all the client's inline requests
   * @param carrier the namespace of the carrying element
   * @param offer the server's offer of what may be inside
   * @param negotiation the stream
   * @return what they ask for
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

  /** {@return what stands inside the carrying element, in order} */
  public List<Element> elements() {
    return asked.stream().map(Inline.Asked::element).toList();
  }

  /**
   * Has all of them read the answer, in order; inside of {@link Negotiation#note}.
   *
   * @param answer the answer to the carrying element
   * @param facts what is established
   * @return the same with what the requests established
   */
  public Facts answered(Element answer, Facts facts) {
    Facts all = facts;
    for (Inline.Asked one : asked) {
      all = one.answered(answer, all);
    }
    return all;
  }
}
