package im.linnet.roster;

import static im.linnet.roster.Peers.answerLoad;
import static im.linnet.roster.Peers.item;
import static im.linnet.roster.Peers.query;

import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes whose pushes come late, or never: the next change builds on them all the same. */
@Timeout(120)
class AcceptedChangesTest {

  private static final Jid A = Jid.of("a@localhost");

  private static void granted(Script script, String item) {
    script
        .expectLike(
            "<iq type='set' id='{set}'><query xmlns='jabber:iq:roster'>%s</query></iq>"
                .formatted(item))
        .send("<iq type='result' id='{set}'/>");
  }

  @Test
  void a_contact_is_known_once_the_server_has_added_it() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          s -> {
            ScriptedClient.login(s, "");
            granted(s, "<item jid='a@localhost' name='Ann'/>");
            granted(s, "<item jid='a@localhost' name='Bea'/>");
          });
      try (XmppClient client = ScriptedClient.of(peer).with(Roster::new).build()) {
        Roster roster = client.get(Roster.class);
        client.connect().join();
        roster.add(A, "Ann", Set.of()).join();
        roster.rename(A, "Bea").join();
        peer.await();
      }
    }
  }

  @Test
  void a_change_of_groups_keeps_the_name_that_was_just_given() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          s -> {
            answerLoad(ScriptedClient.login(s, ""), query("", ""), query("", item("a", "both")));
            granted(s, "<item jid='a@localhost' name='Bea'/>");
            granted(s, "<item jid='a@localhost' name='Bea'><group>Friends</group></item>");
          });
      try (XmppClient client = ScriptedClient.of(peer).with(Roster::new).build()) {
        Roster roster = client.get(Roster.class);
        client.connect().join();
        roster.load().join();
        roster.rename(A, "Bea").join();
        roster.regroup(A, Set.of("Friends")).join();
        peer.await();
      }
    }
  }

  /** Another client of the user has changed the name since. */
  @Test
  void a_push_counts_for_more() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          s -> {
            answerLoad(ScriptedClient.login(s, ""), query("", ""), query("", item("a", "both")));
            granted(s, "<item jid='a@localhost' name='Bea'/>");
            s.send(
                    Peers.push(
                        "push",
                        "",
                        query("", "<item jid='a@localhost' name='Cat' subscription='both'/>")))
                .expect("<iq type='result' id='push'/>")
                .mark("pushed");
            granted(s, "<item jid='a@localhost' name='Cat'><group>Friends</group></item>");
          });
      try (XmppClient client = ScriptedClient.of(peer).with(Roster::new).build()) {
        Roster roster = client.get(Roster.class);
        client.connect().join();
        roster.load().join();
        roster.rename(A, "Bea").join();
        peer.awaitMark("pushed");
        roster.regroup(A, Set.of("Friends")).join();
        peer.await();
      }
    }
  }
}
