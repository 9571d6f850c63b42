package im.linnet.testkit.gateway;

import java.util.List;

/** A kind of IQ request. Stateless; everything it needs comes with the request. */
interface IqService {

  /** All services, in the order they are tried; the first one that knows the payload answers. */
  List<IqService> ALL =
      List.of(
          new RegisterService(),
          new PromptService(),
          new DiscoService(),
          new VersionService(),
          new CardService(),
          new AvatarService(),
          new CommandService());

  /** {@return whether this service has handled the request} */
  boolean handle(Iq iq);
}
