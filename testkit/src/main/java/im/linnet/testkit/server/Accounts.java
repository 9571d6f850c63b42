package im.linnet.testkit.server;

import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.MessengerUser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Creates the users of a {@link LiveServer}, three at a time. Thread-safe. */
sealed interface Accounts {

  /** Romeo, Juliet and Paris, with new addresses. */
  List<LiveUser> make();

  /** On a real server, where the three are strangers to each other. */
  record Real(RealServer server, AtomicInteger made, ComponentPool components) implements Accounts {

    @Override
    public List<LiveUser> make() {
      int number = made.incrementAndGet();
      List<String> names =
          Stream.of("romeo", "juliet", "paris").map(name -> name + number).toList();
      String password = "wherefore-" + number;
      server.addUsers(names, password);
      return names.stream()
          .map(name -> name + "@" + server.domain())
          .map(jid -> new LiveUser(jid, jid, password))
          .toList();
    }
  }

  /** On a stand-in, where Romeo and Juliet are in each other's list. */
  record StandIn(MessengerService service, AtomicInteger made) implements Accounts {

    @Override
    public List<LiveUser> make() {
      List<MessengerUser> users = Stream.of("Romeo", "Juliet", "Paris").map(this::user).toList();
      users.forEach(service::add);
      service.befriend(users.get(0), users.get(1));
      String domain = service.settings().domain();
      return users.stream()
          .map(user -> new LiveUser(domain, service.jidOf(user), user.token()))
          .toList();
    }

    private MessengerUser user(String name) {
      int number = made.incrementAndGet();
      byte[] token = ("token-" + name + number).getBytes(StandardCharsets.UTF_8);
      return new MessengerUser(
          "%016x".formatted(0xa00 + number),
          name + number + "@contoso.com",
          name,
          Base64.getEncoder().encodeToString(token));
    }
  }
}
