package im.linnet.commands;

import static im.linnet.commands.Weather.CITY;
import static im.linnet.commands.Weather.CITY_XML;
import static im.linnet.commands.Weather.EXPIRED;
import static im.linnet.commands.Weather.NS;
import static im.linnet.commands.Weather.PARIS;
import static im.linnet.commands.Weather.ROMEO;
import static im.linnet.commands.Weather.bad;
import static im.linnet.commands.Weather.city;
import static im.linnet.commands.Weather.error;
import static im.linnet.commands.Weather.request;
import static im.linnet.commands.Weather.stage;
import static im.linnet.commands.Weather.submit;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import im.linnet.disco.Disco;
import im.linnet.forms.DataForm;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Offering commands to others. */
@Timeout(120)
class OffersTest {

  private final AtomicLong nanos = new AtomicLong();
  private final BlockingQueue<CommandRequest> requests = new LinkedBlockingQueue<>();

  private ScriptedClient client(Consumer<Script> lines) {
    ScriptedClient it =
        ScriptedClient.builder()
            .with(Disco::new)
            .with(client -> new Commands(client, nanos::get))
            .bound(s -> s.awaitCue("go").then(lines));
    return it;
  }

  private static void go(ScriptedClient it) {
    it.peer().cue("go");
    it.peer().awaitMark("end");
  }

  private void offerWeather(ScriptedClient it) {
    it.get(Commands.class)
        .offer(
            "weather",
            "Weather report",
            from -> from.isSameAccount(Jid.of(ROMEO)),
            request -> {
              requests.add(request);
              return CommandReply.askLast(
                      CITY,
                      answered -> {
                        requests.add(answered);
                        return "Verona".equals(answered.text("city"))
                            ? CommandReply.done("It rains").now()
                            : CommandReply.refused("Only of Verona").now();
                      })
                  .now();
            });
  }

  @Test
  void asks_and_completes() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.then(Weather::started)
                    .send(request(ROMEO, "sessionid='{s}'", city("Mantua")))
                    .expectLike(bad("bad-payload"))
                    .send(
                        request(
                            ROMEO,
                            "sessionid='{s}' action='complete' xml:lang='it'",
                            submit(
                                "<field var='city'><value>Verona</value></field>"
                                    + "<field var='token'><value>forged</value></field>"
                                    + "<field var='extra'><value>1</value></field>")))
                    .expect(stage("completed", "<note type='info'>It rains</note>"))
                    .send(request(ROMEO, "sessionid='{s}'", city("Verona")))
                    .expect(EXPIRED)
                    .mark("end"))) {
      offerWeather(it);
      go(it);
      CommandRequest first = requests.take();
      assertThat(first.from()).isEqualTo(Jid.of(ROMEO));
      assertThat(first.node()).isEqualTo("weather");
      assertThat(first.form()).isNull();
      assertThat(requests.take().text("city")).isEqualTo("Mantua");
      CommandRequest second = requests.take();
      assertThat(second.lang()).isEqualTo("it");
      DataForm answer = requireNonNull(second.form());
      assertThat(answer.texts("token")).containsExactly("t1");
      assertThat(answer.fields().has("extra")).isFalse();
      assertThat(requests).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sessionid='{s}'||bad-payload",
        "sessionid='{s}'|<x xmlns='jabber:x:data' type='submit'/>|bad-payload",
        "sessionid='{s}'|<x xmlns='jabber:x:data' type='cancel'/>|bad-payload",
        "sessionid='{s}' action='jump'||malformed-action",
        "sessionid='{s}' action='next'||bad-action",
        "sessionid='{s}' action='prev'||bad-action",
        "sessionid='guessed'||bad-sessionid",
        "action='complete'||bad-action",
        "action='cancel'||bad-action",
      })
  void refuses_what_is_wrong_and_stays_where_it_is(String attributes, String content, String error)
      throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.then(Weather::started)
                    .send(request(ROMEO, attributes, content == null ? "" : content))
                    .expectLike(bad(error))
                    .send(request(ROMEO, "sessionid='{s}'", city("Verona")))
                    .expectLike(stage("completed", ""))
                    .mark("end"))) {
      offerWeather(it);
      go(it);
    }
  }

  /** Not even another resource of the same user, or one who may start the command, too. */
  @Test
  void only_who_started_a_session_continues_it() throws Exception {
    String other = "romeo@localhost/cell";
    try (ScriptedClient it =
        client(
            s ->
                s.then(Weather::started)
                    .send(request(other, "sessionid='{s}'", city("Verona")))
                    .expect(error(other, "modify", "bad-request", "bad-sessionid"))
                    .send(request(other, "sessionid='{s}' action='cancel'", ""))
                    .expect(error(other, "modify", "bad-request", "bad-sessionid"))
                    .send(request(ROMEO, "sessionid='{s}' action='cancel'", ""))
                    .expect(stage("canceled", ""))
                    .send(request(ROMEO, "sessionid='{s}'", ""))
                    .expect(EXPIRED)
                    .send(request(other, "sessionid='{s}'", ""))
                    .expect(error(other, "modify", "bad-request", "bad-sessionid"))
                    .mark("end"))) {
      offerWeather(it);
      go(it);
    }
  }

  @Test
  void who_may_not_use_it_learns_nothing() throws Exception {
    String items = "http://jabber.org/protocol/disco#items";
    try (ScriptedClient it =
        client(
            s ->
                s.send(request(PARIS, "action='execute'", ""))
                    .expect(error(PARIS, "cancel", "service-unavailable", ""))
                    .send(request(PARIS, "action='execute'", "").replace("weather", "other"))
                    .expect(error(PARIS, "cancel", "service-unavailable", ""))
                    .send(request(ROMEO, "action='execute'", "").replace("weather", "other"))
                    .expect(error(ROMEO, "cancel", "item-not-found", ""))
                    .send(request(ROMEO, "action='execute'", "").replace("weather", "secret"))
                    .expect(error(ROMEO, "cancel", "forbidden", ""))
                    .send(
                        "<iq type='get' id='q' from='%s'><query xmlns='%s' node='%s'/></iq>"
                            .formatted(PARIS, items, NS))
                    .expect(
                        "<iq type='result' id='q' to='%s'><query xmlns='%s' node='%s'/></iq>"
                            .formatted(PARIS, items, NS))
                    .mark("end"))) {
      offerWeather(it);
      it.get(Commands.class)
          .offer("secret", "Secret", from -> false, request -> CommandReply.done().now());
      go(it);
      assertThat(requests).isEmpty();
    }
  }

  @Test
  void service_discovery_shows_it() throws Exception {
    String info = "http://jabber.org/protocol/disco#info";
    String items = "http://jabber.org/protocol/disco#items";
    String get = "<iq type='get' id='q' from='" + ROMEO + "' to='juliet@localhost/balcony'>%s</iq>";
    String result = "<iq type='result' id='q' to='" + ROMEO + "'>%s</iq>";
    try (ScriptedClient it =
        client(
            s ->
                s.send(get.formatted("<query xmlns='%s' node='%s'/>".formatted(items, NS)))
                    .expect(
                        result.formatted(
                            ("<query xmlns='%s' node='%s'><item jid='juliet@localhost/balcony'"
                                    + " node='weather' name='Weather report'/></query>")
                                .formatted(items, NS)))
                    .send(get.formatted("<query xmlns='%s' node='%s'/>".formatted(info, NS)))
                    .expect(
                        result.formatted(
                            ("<query xmlns='%s' node='%s'><identity category='automation'"
                                    + " type='command-list'/><feature var='%s'/></query>")
                                .formatted(info, NS, NS)))
                    .send(get.formatted("<query xmlns='%s' node='weather'/>".formatted(info)))
                    .expect(
                        result.formatted(
                            ("<query xmlns='%s' node='weather'><identity category='automation'"
                                    + " type='command-node' name='Weather report'/>"
                                    + "<feature var='%s'/><feature var='jabber:x:data'/></query>")
                                .formatted(info, NS)))
                    .send(get.formatted("<query xmlns='%s'/>".formatted(info)))
                    .expectLike(
                        result.formatted(
                            "<query xmlns='%s'><feature var='%s'/></query>".formatted(info, NS)))
                    .send(get.formatted("<query xmlns='%s' node='none'/>".formatted(info)))
                    .expect(error(ROMEO, "cancel", "item-not-found", ""))
                    .mark("end"))) {
      offerWeather(it);
      go(it);
    }
  }

  @Test
  void goes_back_to_what_was_sent_before() throws Exception {
    DataForm second = DataForm.builder(DataForm.Kind.FORM).title("Day").build();
    String secondXml = "<x xmlns='jabber:x:data' type='form'><title>Day</title></x>";
    String next = "<actions execute='next'><next/></actions>";
    try (ScriptedClient it =
        client(
            s ->
                s.send(request(ROMEO, "", ""))
                    .expect(stage("executing", next + CITY_XML))
                    .send(request(ROMEO, "sessionid='{s}' action='next'", city("Verona")))
                    .expect(
                        stage(
                            "executing",
                            "<actions execute='complete'><prev/><complete/></actions>"
                                + "<note type='warn'>Old data</note>"
                                + secondXml))
                    .send(request(ROMEO, "sessionid='{s}' action='prev'", ""))
                    .expect(stage("executing", next + CITY_XML))
                    .send(request(ROMEO, "sessionid='{s}' action='next'", city("Mantua")))
                    .expectLike(stage("executing", ""))
                    .send(request(ROMEO, "sessionid='{s}' action='complete'", ""))
                    .expect(stage("completed", "<note type='error'>No data of Mantua</note>"))
                    .mark("end"))) {
      it.get(Commands.class)
          .offer(
              "weather",
              "Weather",
              request ->
                  CommandReply.ask(
                          CITY,
                          city ->
                              CommandReply.askLast(
                                      second,
                                      day ->
                                          CommandReply.failed("No data of " + city.text("city"))
                                              .now())
                                  .withNote(new Note(Note.Type.WARN, "Old data"))
                                  .now())
                      .now());
      go(it);
    }
  }

  @Test
  void what_cannot_be_offered_is_a_fault_of_the_program() {
    try (ScriptedClient it = client(s -> s.mark("end"))) {
      offerWeather(it);
      Commands commands = it.get(Commands.class);
      CommandHandler handler = request -> CommandReply.done().now();
      assertThatIllegalStateException().isThrownBy(() -> commands.offer("weather", "", handler));
      assertThatIllegalArgumentException().isThrownBy(() -> commands.offer("", "x", handler));
      assertThatIllegalArgumentException().isThrownBy(() -> commands.offer(NS, "x", handler));
      assertThatIllegalArgumentException().isThrownBy(() -> commands.offer("x", "\0", handler));
      assertThatIllegalArgumentException().isThrownBy(() -> CommandReply.done(CITY));
      go(it);
    }
  }
}
