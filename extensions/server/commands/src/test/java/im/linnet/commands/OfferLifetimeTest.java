package im.linnet.commands;

import static im.linnet.commands.Weather.CITY;
import static im.linnet.commands.Weather.EXPIRED;
import static im.linnet.commands.Weather.NS;
import static im.linnet.commands.Weather.ROMEO;
import static im.linnet.commands.Weather.STANZAS;
import static im.linnet.commands.Weather.city;
import static im.linnet.commands.Weather.error;
import static im.linnet.commands.Weather.request;
import static im.linnet.commands.Weather.stage;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.Subscription;
import im.linnet.disco.Disco;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How sessions of offered commands end. */
@Timeout(120)
class OfferLifetimeTest {

  private final AtomicLong nanos = new AtomicLong();

  private ScriptedClient client(Consumer<Script> lines) {
    ScriptedClient it =
        ScriptedClient.builder()
            .with(Disco::new)
            .with(client -> new Commands(client, nanos::get))
            .bound(s -> s.awaitCue("go").then(lines));
    return it;
  }

  @Test
  void sessions_expire() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.then(Weather::started)
                    .mark("started")
                    .awaitCue("later")
                    .send(request(ROMEO, "sessionid='{s}'", city("Verona")))
                    .expect(EXPIRED)
                    .mark("end"))) {
      it.get(Commands.class)
          .offer(
              "weather",
              "Weather",
              request -> CommandReply.askLast(CITY, city -> CommandReply.done().now()).now());
      it.peer().cue("go");
      it.peer().awaitMark("started");
      nanos.addAndGet(Duration.ofMinutes(16).toNanos());
      it.peer().cue("later");
      it.peer().awaitMark("end");
    }
  }

  /** A handler that fails ends the session; one that is slow can be cancelled. */
  @Test
  void handlers_may_fail_or_be_slow() throws Exception {
    CompletableFuture<CommandReply> slow = new CompletableFuture<>();
    try (ScriptedClient it =
        client(
            s ->
                s.then(Weather::started)
                    .send(request(ROMEO, "sessionid='{s}'", city("Verona")))
                    .mark("working")
                    .send(request(ROMEO, "sessionid='{s}'", city("Verona")).replace("'q'", "'r'"))
                    .expectLike(
                        "<iq type='error' id='r'><error type='wait'><unexpected-request xmlns='%s'/>"
                                .formatted(STANZAS)
                            + "</error></iq>")
                    .send(
                        request(ROMEO, "sessionid='{s}' action='cancel'", "").replace("'q'", "'r'"))
                    .expectLike(
                        "<iq type='result' id='r'><command status='canceled' xmlns='%s'/></iq>"
                            .formatted(NS))
                    .mark("cancelled")
                    .expect(EXPIRED)
                    .send(request(ROMEO, "", ""))
                    .expectLike(stage("executing", ""))
                    .send(request(ROMEO, "sessionid='{s}'", city("Mantua")))
                    .expectLike(error(ROMEO, "cancel", "internal-server-error", ""))
                    .send(request(ROMEO, "sessionid='{s}'", city("Verona")))
                    .expect(EXPIRED)
                    .mark("end"))) {
      it.get(Commands.class)
          .offer(
              "weather",
              "Weather",
              request ->
                  CommandReply.askLast(
                          CITY,
                          city -> {
                            if ("Mantua".equals(city.text("city"))) {
                              throw new IllegalStateException("a fault of the bot");
                            }
                            return slow;
                          })
                      .now());
      it.peer().cue("go");
      it.peer().awaitMark("cancelled");
      slow.complete(CommandReply.done());
      it.peer().awaitMark("end");
    }
  }

  @Test
  void an_offer_that_ends_takes_its_sessions_along() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.then(Weather::started)
                    .mark("started")
                    .awaitCue("ended")
                    .send(request(ROMEO, "sessionid='{s}'", city("Verona")))
                    .expect(error(ROMEO, "cancel", "service-unavailable", ""))
                    .mark("gone")
                    .awaitCue("again")
                    .send(request(ROMEO, "sessionid='{s}'", city("Verona")))
                    .expect(EXPIRED)
                    .mark("end"))) {
      Commands commands = it.get(Commands.class);
      CommandHandler handler =
          request -> CommandReply.askLast(CITY, city -> CommandReply.done().now()).now();
      Subscription offer = commands.offer("weather", "Weather", handler);
      it.peer().cue("go");
      it.peer().awaitMark("started");
      offer.close();
      offer.close();
      assertThat(it.get(Disco.class).ownInfo().has(NS)).isFalse();
      it.peer().cue("ended");
      it.peer().awaitMark("gone");
      assertThat(commands.offer("weather", "Weather", handler)).isNotNull();
      assertThat(it.get(Disco.class).ownInfo().has(NS)).isTrue();
      it.peer().cue("again");
      it.peer().awaitMark("end");
    }
  }
}
