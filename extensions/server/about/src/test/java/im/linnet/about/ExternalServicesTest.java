package im.linnet.about;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.about.ServiceChange.Action;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.jid.Jid;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.test.Xml;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services outside of XMPP, and what their servers announce. */
@Timeout(120)
class ExternalServicesTest {

  private static final String NS = "urn:xmpp:extdisco:2";
  private static final String TURN =
      "<service host='turn.shakespeare.lit' type='turn' port='9999' transport='UDP'"
          + " restricted='1' name='Relay' username='nb78' password='jj929'"
          + " expires='2026-11-28T18:49:09Z'/>";

  private static String services(String name, String attributes, String content) {
    return "<%s xmlns='%s' %s>%s</%s>".formatted(name, NS, attributes, content, name);
  }

  private static String question(String content) {
    return "<iq type='get' id='{i}' to='localhost'>" + content + "</iq>";
  }

  private static String answer(String content) {
    return "<iq type='result' id='{i}' from='localhost'>" + content + "</iq>";
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @Test
  void asks_for_services_and_credentials() throws Exception {
    try (ScriptedClient it =
        ScriptedClient.bound(
            ExternalServices::new,
            s ->
                s.expect(question(services("services", "", "")))
                    .send(
                        answer(
                            services(
                                "services",
                                "",
                                "<service host='stun.shakespeare.lit' type='stun'/>"
                                    + "<service host='x'/><service type='x'/>"
                                    + "<service host=' ' type='x'/>"
                                    + TURN)))
                    .expect(question(services("services", "type='turn'", "")))
                    .send(answer(services("services", "type='turn'", TURN)))
                    .expect(
                        question(
                            services(
                                "credentials",
                                "",
                                "<service type='turn' host='turn.shakespeare.lit'"
                                    + " port='9999'/>")))
                    .send(answer(services("credentials", "", TURN)))
                    .expectLike(question("<credentials xmlns='" + NS + "'/>"))
                    .send(answer(services("services", "", TURN)))
                    .expect(question(services("credentials", "", "<service type='ftp' host='a'/>")))
                    .send(
                        "<iq type='error' id='{i}' from='localhost'><error type='cancel'>"
                            + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                            + "</error></iq>"))) {
      ExternalServices external = it.get(ExternalServices.class);
      List<ExternalService> all = get(external.all());
      assertThat(all).extracting(ExternalService::type).containsExactly("stun", "turn");
      assertThat(all.get(0).port()).isNull();
      assertThat(all.get(0).isUsableAt(Instant.EPOCH)).isFalse();
      ExternalService turn = all.get(1);
      assertThat(turn.host()).isEqualTo("turn.shakespeare.lit");
      assertThat(turn.port()).isEqualTo(9999);
      assertThat(turn.transport()).isEqualTo("udp");
      assertThat(turn.name()).isEqualTo("Relay");
      assertThat(turn.username()).isEqualTo("nb78");
      assertThat(turn.password()).isEqualTo("jj929");
      assertThat(turn.isRestricted()).isTrue();
      Instant end = Instant.parse("2026-11-28T18:49:09Z");
      assertThat(turn.expires()).isEqualTo(end);
      assertThat(turn.isUsableAt(end.minusSeconds(1))).isTrue();
      assertThat(turn.isUsableAt(end)).isFalse();
      assertThat(turn.toString()).doesNotContain("jj929");
      assertThat(get(external.ofType("turn"))).containsExactly(turn);
      assertThat(get(external.credentials(turn))).containsExactly(turn);
      assertThat(get(external.credentials(turn))).containsExactly(turn);
      Failures.of(external.credentials("ftp", "a", null), StanzaException.class);
      Failures.of(external.ofType("\0"), RefusedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"port='0'", "port='65536'", "port='x'", "expires='soon' username='a'"})
  void what_is_malformed_is_absent(String attributes) {
    ExternalService service =
        ExternalService.of(
            Xml.element("<service xmlns='%s' type='a' host='b' %s/>".formatted(NS, attributes)));
    assertThat(service.port()).isNull();
    assertThat(service.expires()).isNull();
    assertThat(service.isRestricted()).isFalse();
    assertThat(service.isUsableAt(Instant.EPOCH)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<services xmlns='urn:xmpp:extdisco:1'/>"})
  void another_answer_is_a_failure(String content) {
    try (ScriptedClient it =
        ScriptedClient.bound(
            ExternalServices::new,
            s -> s.expect(question(services("services", "", ""))).send(answer(content)))) {
      Failures.of(it.get(ExternalServices.class).all(), UnreadableAnswerException.class);
    }
  }

  @Test
  void a_list_has_an_end() throws Exception {
    String many = "<service host='a' type='b'/>".repeat(1000);
    try (ScriptedClient it =
        ScriptedClient.bound(
            ExternalServices::new,
            s ->
                s.expect(question(services("services", "", "")))
                    .send(answer(services("services", "", many))))) {
      assertThat(get(it.get(ExternalServices.class).all())).hasSize(256);
    }
  }

  /** Section 3.2. Others could lead media through their own relays. */
  @Tag("P11")
  @Test
  void only_the_server_announces_changes() throws Exception {
    BlockingQueue<ServiceChange> changes = new LinkedBlockingQueue<>();
    String push = "<iq type='set' id='p' from='%s'>%s</iq>";
    String content =
        services(
            "services",
            "type='turn'",
            TURN.replace("<service", "<service action='modify'")
                + "<service type='turn' host='b'/><service action='delete' host='c' type='turn'/>"
                + "<service action='remove' host='d' type='turn'/><service host='e'/>");
    try (ScriptedClient it =
        ScriptedClient.bound(
            ExternalServices::new,
            s ->
                s.awaitCue("go")
                    .send(push.formatted("romeo@localhost/orchard", content))
                    .expectLike("<iq type='error' id='p' to='romeo@localhost/orchard'/>")
                    .send(push.formatted("juliet@localhost/tomb", content))
                    .expectLike("<iq type='error' id='p'/>")
                    .send(push.formatted("localhost", content))
                    .expect("<iq type='result' id='p' to='localhost'/>"))) {
      it.get(ExternalServices.class).onChange(changes::add);
      it.peer().cue("go");
      ServiceChange first = changes.poll(20, TimeUnit.SECONDS);
      assertThat(first.by()).isEqualTo(Jid.of("localhost"));
      assertThat(first.action()).isEqualTo(Action.MODIFY);
      assertThat(first.service().password()).isEqualTo("jj929");
      assertThat(first.toString()).doesNotContain("jj929");
      assertThat(changes.poll(20, TimeUnit.SECONDS).action()).isEqualTo(Action.ADD);
      assertThat(changes.poll(20, TimeUnit.SECONDS).action()).isEqualTo(Action.REMOVE);
      assertThat(changes.poll(20, TimeUnit.SECONDS).service().host()).isEqualTo("d");
      assertThat(changes).isEmpty();
    }
  }
}
