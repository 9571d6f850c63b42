package im.linnet.fleet.internal.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import im.linnet.fleet.SignInRate;
import im.linnet.fleet.internal.wire.FleetMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DomainActorTest {

  private static final int WAITING = 20;

  private final ActorSystem system =
      ActorSystem.create("signin", ConfigFactory.parseString("pekko.loglevel = WARNING"));
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final ActorRef elsewhere = listener("elsewhere");

  /** What an actor was told, and on whose behalf. */
  private record Heard(String by, Object message, String from) {}

  /** Notes what it is told. */
  private static final class Listener extends AbstractActor {

    private final BlockingQueue<Heard> heard;

    Listener(BlockingQueue<Heard> heard) {
      this.heard = heard;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .matchAny(
              message ->
                  heard.add(new Heard(getSelf().path().name(), message, getSender().path().name())))
          .build();
    }
  }

  private ActorRef listener(String name) {
    BlockingQueue<Heard> all = heard;
    return system.actorOf(Props.create(Listener.class, () -> new Listener(all)), name);
  }

  private Heard next() throws InterruptedException {
    return Objects.requireNonNull(heard.poll(20, TimeUnit.SECONDS), "a message");
  }

  @AfterEach
  void end() {
    system.terminate();
  }

  /** One gets its turn at once; the others would have to wait for a second each. */
  @Test
  void who_waits_for_a_turn_waits_on_in_the_queue_of_the_next_node() throws Exception {
    ActorRef domain =
        system.actorOf(DomainActor.props(new SignInRate(1, 1), () -> elsewhere), "domain");
    for (int i = 0; i < WAITING; i++) {
      domain.tell(wish(i), listener("asker" + i));
    }
    domain.tell(new DomainActor.HandOff(), ActorRef.noSender());
    List<Heard> all = new ArrayList<>();
    while (all.size() < WAITING) {
      all.add(next());
    }
    assertThat(all.get(0)).isEqualTo(new Heard("asker0", new FleetMessage.Permitted(), "domain"));
    assertThat(all.get(WAITING - 1))
        .isEqualTo(new Heard("elsewhere", wish(WAITING - 1), "asker" + (WAITING - 1)));
    assertThat(all.stream().map(each -> each.by().equals("elsewhere") ? each.from() : each.by()))
        .containsExactlyElementsOf(IntStream.range(0, WAITING).mapToObj(i -> "asker" + i).toList());
  }

  private static FleetMessage.SignIn wish(int i) {
    return new FleetMessage.SignIn("example.com", "bot" + i + "@example.com", false, 0);
  }
}
