package im.linnet.roster;

import static im.linnet.roster.Peers.answerLoad;
import static im.linnet.roster.Peers.item;
import static im.linnet.roster.Peers.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.ScriptedPeer;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can be added but not taken away. */
@Timeout(120)
class AddOnlyRosterTest {

  private final ScriptedPeer peer = ScriptedPeer.listen();
  private @Nullable XmppClient client;

  @AfterEach
  void close() {
    // The peer first: it has no answer to a closing tag, which the client would await.
    peer.close();
    if (client != null) {
      client.shutdown().orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  private AddOnlyRoster connected() {
    client = ScriptedClient.of(peer).with(AddOnlyRoster::new).build();
    client.connect().join();
    return client.get(AddOnlyRoster.class);
  }

  @Test
  void adds_and_then_invites_by_nickname() throws Exception {
    Events events = new Events();
    peer.script(
        s ->
            answerLoad(ScriptedClient.login(s, ""), query("", ""), query("", item("a", "both")))
                .expect(
                    "<iq type='set' id='{set}'>" + query("", "<item jid='b@localhost'/>") + "</iq>")
                .send(Peers.push("p", "from='juliet@localhost'", query("", item("b", "none"))))
                .expectLike("<iq type='result' id='p'/>")
                .send("<iq type='result' id='{set}'/>")
                .expect(
                    "<presence type='subscribe' to='b@localhost'>"
                        + "<nick xmlns='http://jabber.org/protocol/nick'>Ju</nick></presence>")
                .expect("<presence type='subscribed' to='c@localhost'/>")
                .expect("<presence type='unsubscribed' to='d@localhost'/>"));
    AddOnlyRoster roster = connected();
    roster.load().join();
    roster.onChange(events);

    roster.add(Jid.of("b@localhost"), "Ju").join();
    roster.approve(Jid.of("c@localhost")).join();
    roster.deny(Jid.of("d@localhost")).join();

    assertThat(events.next(1)).containsExactly("Added b");
    assertThat(roster.contact(Jid.of("b@localhost"))).isNotNull();
    assertThat(roster.contacts()).hasSize(2);
    peer.await();
  }

  @Test
  void invites_nobody_whom_the_service_refuses_to_add() {
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .expectLike("<iq type='set' id='{set}'/>")
                .send(
                    "<iq type='error' id='{set}'><error type='cancel'><feature-not-implemented"
                        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
                .expectClose()
                .close());
    AddOnlyRoster roster = connected();

    assertThatThrownBy(() -> roster.add(Jid.of("b@localhost"), null).join())
        .hasCauseInstanceOf(StanzaException.class);
    if (client != null) {
      client.shutdown().join();
    }
    peer.await();
  }

  @Test
  void has_no_word_for_taking_away_or_changing() {
    assertThat(Arrays.stream(AddOnlyRoster.class.getMethods()).map(Method::getName))
        .doesNotContain("remove", "rename", "regroup", "cancel", "unsubscribe")
        .contains("add");
  }
}
