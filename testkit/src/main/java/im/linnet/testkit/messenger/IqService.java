package im.linnet.testkit.messenger;

import java.io.IOException;
import java.util.List;

/** A kind of IQ request. Stateless; everything it needs comes with the request. */
interface IqService {

  /**
   * All services in the order they are tried. If none handles a request, the answer is
   * service-unavailable.
   */
  List<IqService> ALL =
      List.of(
          new LegacySessionService(),
          new RosterService(),
          new DiscoService(),
          new PingService(),
          new JidLookupService(),
          new CardService(),
          new HistoryService());

  /** {@return whether this service handled the request and answered it} */
  boolean handle(Iq iq) throws IOException;
}
