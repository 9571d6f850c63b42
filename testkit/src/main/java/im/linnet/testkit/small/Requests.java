package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests that the server answers. Others are refused as service-unavailable. */
final class Requests {
  private final Site site;
  private final List<Service> services;

  Requests(Site site) {
    this.site = site;
    this.services =
        List.of(
            Requests::session,
            site.rosters(),
            new Discovery(site),
            new Cards(),
            new Registrations(site),
            Requests::ping);
  }

  /** One kind of request. */
  @FunctionalInterface
  interface Service {
    /** {@return whether it has answered the request} */
    boolean handle(Request request);
  }

  /** Answers a request to the server, or to an account that is not null. */
  void handle(@Nullable Account account, Stanza iq) {
    if (!iq.isRequest()) {
      return; // An answer to a push.
    }
    if (iq.xml().children().size() != 1) {
      site.router().refuse(iq, Refusal.BAD_REQUEST);
      return;
    }
    Request request = new Request(site, iq, account);
    for (Service service : services) {
      if (service.handle(request)) {
        return;
      }
    }
    request.refuse(Refusal.SERVICE_UNAVAILABLE);
  }

  /** RFC 3921, section 3: nothing to do. */
  private static boolean session(Request request) {
    XmlElement payload = request.payload();
    boolean asked = request.isSet() && payload.is(Ns.SESSION, "session");
    if (asked) {
      request.result("");
    }
    return asked;
  }

  /** XEP-0199. */
  private static boolean ping(Request request) {
    boolean asked = request.gets(Ns.PING, "ping");
    if (asked) {
      request.result("");
    }
    return asked;
  }
}
