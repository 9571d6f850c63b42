package im.linnet.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.failure.TransportException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Presence.Show;
import im.linnet.stanza.StanzaError;
import im.linnet.testkit.peer.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Presence as it is said, heard and forgotten. */
@Timeout(120)
class PresencesTest extends ScriptedPresences {

  private static final String FEATURES =
      "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>";

  @Test
  void knows_the_latest_of_each_resource_and_asks_for_none() throws Exception {
    peer.script(
        s ->
            bound(s)
                .send("<presence from='romeo@localhost/orchard'><priority>1</priority></presence>")
                .send(
                    "<presence from='romeo@localhost/street'><priority>2</priority>"
                        + "<show>away</show></presence>")
                .send("<presence from='romeo@localhost/street' type='unavailable'/>")
                .send("<presence type='error' from='romeo@localhost/orchard'/>")
                .send("<presence from='nurse@localhost'/>")
                .expectClose()
                .close());
    Presences presences = connected();

    assertThat(told(4))
        .containsExactly(
            "Available romeo@localhost/orchard",
            "Available romeo@localhost/street",
            "Unavailable romeo@localhost/street",
            "Available nurse@localhost");
    Presence latest = presences.latest(ROMEO);
    assertThat(latest).isEqualTo(presences.latest(Jid.of("romeo@localhost/orchard"))).isNotNull();
    assertThat(presences.latest(Jid.of("romeo@localhost/street"))).isNull();
    assertThat(presences.latest(Jid.of("nobody@localhost"))).isNull();
    assertThat(presences.of(ROMEO)).containsExactly(latest);
    assertThat(presences.available()).containsExactly(ROMEO, Jid.of("nurse@localhost"));
    built().shutdown().join();
    peer.await();
  }

  @Test
  void an_unavailable_bare_address_means_all_resources() throws Exception {
    peer.script(
        s ->
            bound(s)
                .send("<presence from='romeo@localhost/a'/><presence from='romeo@localhost/b'/>")
                .send("<presence from='romeo@localhost' type='unavailable'/>"));
    Presences presences = connected();

    assertThat(told(3)).last().isEqualTo("Unavailable romeo@localhost");
    assertThat(presences.of(ROMEO)).isEmpty();
  }

  private static String cameBack(String from, String error) {
    return "<presence type='error' from='"
        + from
        + "'><error type='cancel'><"
        + error
        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>";
  }

  /** Where a presence came back from, nobody is known to be there. */
  @ParameterizedTest
  @CsvSource({
    "romeo@localhost, remote-server-not-found, 0",
    "romeo@localhost, remote-server-timeout, 0",
    "romeo@localhost, service-unavailable, 0",
    "romeo@localhost, gone, 0",
    "romeo@localhost, forbidden, 0",
    "romeo@localhost/b, recipient-unavailable, 1",
    "romeo@localhost/c, recipient-unavailable, 2",
  })
  void a_presence_that_came_back_ends_what_is_known(String from, String error, int left)
      throws Exception {
    peer.script(
        s ->
            bound(s)
                .send("<presence from='romeo@localhost/a'/><presence from='romeo@localhost/b'/>")
                .send("<presence from='nurse@localhost/a'/>")
                .send(cameBack(from, error)));
    List<PresenceEvent> events = new ArrayList<>();
    Presences presences =
        connected(
            builder()
                .with(
                    c -> {
                      Presences made = new Presences(c);
                      made.onChange(events::add);
                      return made;
                    }));

    assertThat(told(4)).last().isEqualTo("Unavailable " + from);
    assertThat(presences.of(ROMEO)).hasSize(left);
    assertThat(presences.of(Jid.of("nurse@localhost"))).hasSize(1);
    assertThat(events)
        .last()
        .isInstanceOfSatisfying(
            PresenceEvent.Unavailable.class,
            event ->
                assertThat(event.presence().error())
                    .isNotNull()
                    .extracting(StanzaError::conditionName)
                    .isEqualTo(error));
  }

  @Test
  void a_presence_that_came_back_for_what_was_in_it_says_nothing_of_others() throws Exception {
    peer.script(
        s ->
            bound(s)
                .send("<presence from='romeo@localhost/a'/>")
                .send("<presence from='juliet@localhost/chamber'/>")
                .send(cameBack("romeo@localhost/a", "conflict"))
                .send(cameBack("romeo@localhost", "not-acceptable"))
                .send(cameBack("juliet@localhost", "service-unavailable"))
                .send(cameBack("juliet@localhost/balcony", "policy-violation"))
                .send(cameBack("stranger@localhost", "service-unavailable"))
                .send("<presence from='nurse@localhost/a'/>"));
    Presences presences =
        connected(
            builder()
                .with(
                    c ->
                        new Presences(
                            c,
                            PresenceLimits.standard(),
                            jid -> !jid.equals(Jid.of("stranger@localhost")))));

    assertThat(told(3))
        .containsExactly(
            "Available romeo@localhost/a",
            "Available juliet@localhost/chamber",
            "Available nurse@localhost/a");
    assertThat(presences.available()).hasSize(3);
  }

  @Test
  void recognises_its_own_echo_and_knows_its_other_resources() throws Exception {
    peer.script(
        s ->
            bound(s)
                .expect(
                    "<presence><show>dnd</show><status>Busy</status><priority>7</priority>"
                        + "</presence>")
                .send("<presence from='juliet@localhost/balcony'><show>dnd</show></presence>")
                .send("<presence from='juliet@localhost/chamber'/>"));
    Presences presences = connected();
    Presence busy =
        Presence.builder(Presence.Type.AVAILABLE).show(Show.DND).status("Busy").priority(7).build();

    presences.set(busy).join();

    assertThat(told(2)).containsExactly("Own AVAILABLE", "Available juliet@localhost/chamber");
    assertThat(presences.own()).isEqualTo(busy);
    assertThat(presences.of(Jid.of("juliet@localhost"))).hasSize(1);
  }

  @Test
  void forgets_everybody_at_once_when_the_stream_ends_and_says_itself_again() throws Exception {
    peer.script(
        s ->
            bound(s)
                .expect("<presence><status>here</status></presence>")
                .send("<presence from='romeo@localhost/a'/><presence from='nurse@localhost/b'/>")
                .close());
    peer.script(s -> bound(s).expect("<presence><status>here</status></presence>").mark("again"));
    XmppClient built = builder().with(Presences::new).build();
    client = built;
    Presences presences = built.get(Presences.class);
    presences.onChange(event -> told.add(word(event)));
    Presence here = Presence.builder(Presence.Type.AVAILABLE).status("here").build();

    presences.keep(here).join();
    built.connect().join();

    assertThat(told(3))
        .containsExactly("Available romeo@localhost/a", "Available nurse@localhost/b", "Forgotten");
    assertThat(presences.available()).isEmpty();
    built.connect().join();
    peer.awaitMark("again");
    assertThat(presences.own()).isEqualTo(here);
    peer.close();
    built.shutdown().join();
    assertThat(told).isEmpty();
  }

  @Test
  void knows_everybody_still_when_the_stream_goes_on() throws Exception {
    peer.script(
        s ->
            managed(s)
                .expect("<presence/>")
                .send("<presence from='romeo@localhost/a'/><presence from='nurse@localhost/b'/>")
                .reset());
    peer.script(
        s ->
            resuming(s)
                .send("<resumed xmlns='urn:xmpp:sm:3' h='1' previd='some-id'/>")
                .send("<presence from='nurse@localhost/b' type='unavailable'/>"));
    Presences presences =
        connected(builder().with(Presences::new).reconnect(outage -> Duration.ZERO));
    presences.keep(Presence.available()).join();
    assertThat(told(2))
        .containsExactly("Available romeo@localhost/a", "Available nurse@localhost/b");
    assertThat(told(1)).containsExactly("Unavailable nurse@localhost/b");
    assertThat(presences.available()).containsExactly(Jid.of("romeo@localhost"));
    assertThat(presences.own()).isEqualTo(Presence.available());
  }

  @Test
  void forgets_everybody_when_the_stream_does_not_go_on_after_all() throws Exception {
    peer.script(
        s -> managed(s).expect("<presence/>").send("<presence from='romeo@localhost/a'/>").reset());
    peer.script(
        s ->
            resuming(s)
                .send(
                    "<failed xmlns='urn:xmpp:sm:3'><item-not-found"
                        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>")
                .then(PresencesTest::rebound)
                .expect("<presence/>")
                .mark("again"));
    Presences presences =
        connected(builder().with(Presences::new).reconnect(outage -> Duration.ZERO));
    presences.keep(Presence.available()).join();
    assertThat(told(1)).containsExactly("Available romeo@localhost/a");
    assertThat(told(1)).containsExactly("Forgotten");
    peer.awaitMark("again");
    assertThat(presences.available()).isEmpty();
  }

  private static Script managed(Script script) {
    return script
        .signIn("localhost", "ANONYMOUS")
        .openStream("localhost", FEATURES)
        .then(PresencesTest::rebound);
  }

  private static void rebound(Script script) {
    script
        .expectLike("<iq type='set' id='{bind}'/>")
        .send(
            "<iq type='result' id='{bind}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                + "<jid>juliet@localhost/balcony</jid></bind></iq>")
        .expect("<enable xmlns='urn:xmpp:sm:3' resume='true'/>")
        .send("<enabled xmlns='urn:xmpp:sm:3' id='some-id' resume='true'/>");
  }

  private static Script resuming(Script script) {
    return script
        .signIn("localhost", "ANONYMOUS")
        .openStream("localhost", FEATURES)
        .expectLike("<resume xmlns='urn:xmpp:sm:3' previd='some-id'/>");
  }

  @Test
  void does_not_say_again_what_was_only_set() throws Exception {
    peer.script(
        s -> bound(s).expect("<presence/>").send("<presence from='romeo@localhost/a'/>").close());
    peer.script(s -> bound(s).expectClose().close());
    Presences presences = connected();
    presences.set(Presence.available()).join();
    assertThat(told(2)).containsExactly("Available romeo@localhost/a", "Forgotten");

    built().connect().join();

    assertThat(presences.own()).isNull();
    built().shutdown().join();
    peer.await();
  }

  @Test
  void says_a_kept_presence_once_on_the_stream_that_is_there() {
    peer.script(s -> bound(s).expect("<presence/>").expect("<presence type='unavailable'/>"));
    Presences presences = connected();

    presences.keep(Presence.available()).join();
    presences.set(Presence.unavailable()).join();

    peer.await();
    assertThat(presences.available()).isEmpty();
  }

  @Test
  void takes_no_notice_of_who_is_not_wanted() throws Exception {
    peer.script(
        s ->
            bound(s)
                .send("<presence from='stranger@evil.example/a'/>")
                .send("<presence from='stranger@evil.example' type='subscribe'/>")
                .send("<presence from='romeo@localhost/a'/>"));
    Presences presences =
        connected(builder().with(c -> new Presences(c, PresenceLimits.standard(), ROMEO::equals)));

    assertThat(told(2))
        .containsExactly("Invited by stranger@evil.example", "Available romeo@localhost/a");
    assertThat(presences.available()).containsExactly(ROMEO);
  }

  @Test
  void the_own_presence_goes_to_nobody_in_particular() {
    peer.script(ScriptedPresences::bound);
    Presences presences = connected();

    assertThatThrownBy(() -> presences.set(Presence.builder(Presence.Type.PROBE).build()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> presences.keep(Presence.builder(Presence.Type.AVAILABLE).to(ROMEO).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("to nobody");
  }

  @Test
  void a_failing_subscriber_does_not_keep_others_from_hearing() throws Exception {
    peer.script(s -> bound(s).awaitCue("go").send("<presence from='romeo@localhost/a'/>"));
    Presences presences = connected();
    List<PresenceEvent> heard = new ArrayList<>();
    presences.onChange(heard::add).close();
    presences.onChange(
        event -> {
          throw new IllegalStateException("meant to fail");
        });
    presences.onChange(event -> told.add("and after it"));
    peer.cue("go");

    assertThat(told(2)).containsExactly("Available romeo@localhost/a", "and after it");
    assertThat(heard).isEmpty();
  }

  @Test
  void are_told_to_all_whatever_one_subscriber_throws() throws Exception {
    peer.script(
        s ->
            bound(s)
                .awaitCue("on")
                .send("<presence from='romeo@localhost/a'/>")
                .send("<presence from='paris@localhost' type='subscribe'/>")
                .send("<presence from='romeo@localhost/b'/>")
                .awaitCue("end"));
    Presences presences = connected();
    presences.onChange(
        event -> {
          throw new NoClassDefFoundError("thrown by a test");
        });
    presences.onInvitation(
        invitation -> {
          throw new StackOverflowError("thrown by a test");
        });
    presences.onChange(event -> told.add("also " + word(event)));
    peer.cue("on");
    assertThat(told(5))
        .containsExactly(
            "Available romeo@localhost/a",
            "also Available romeo@localhost/a",
            "Invited by paris@localhost",
            "Available romeo@localhost/b",
            "also Available romeo@localhost/b");
    peer.cue("end");
  }

  @Test
  void can_not_be_kept_by_a_client_that_is_closed() throws Exception {
    client = builder().with(Presences::new).build();
    Presences presences = built().get(Presences.class);
    presences.keep(Presence.available()).join();
    built().shutdown().join();
    assertThatThrownBy(() -> presences.keep(Presence.unavailable()).join())
        .hasCauseInstanceOf(TransportException.class)
        .hasMessageContaining("The client is closed");
    assertThat(presences.own()).isEqualTo(Presence.available());
  }
}
