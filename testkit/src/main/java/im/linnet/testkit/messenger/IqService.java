package im.linnet.testkit.messenger;

import java.io.IOException;
import java.util.List;

/** Something that clients can ask for by IQ. Has no state; what it needs comes with the request. */
interface IqService {

  /** All services in the order they are asked; what none takes is service-unavailable. */
  List<IqService> ALL =
      List.of(
          new LegacySessionService(),
          new RosterService(),
          new DiscoService(),
          new PingService(),
          new JidLookupService(),
          new CardService(),
          new HistoryService());

  /** {@return whether the request was this service's, and thus answered as it deserves} */
  boolean handle(Iq iq) throws IOException;
}
