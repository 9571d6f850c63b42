package im.linnet.caps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.XmppClient;
import im.linnet.caps.CapsHash.Version;
import im.linnet.connection.Subscription;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoInfo;
import im.linnet.disco.Identity;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the client announces of itself, and answers to those who ask about it. */
@Timeout(120)
class CapsTest {

  private static final String NODE = "https://example.com/nurse";
  private static final Set<String> PLAIN =
      Set.of(
          EntityCaps.NAMESPACE,
          CapsHashSet.NAMESPACE,
          "http://jabber.org/protocol/disco#info",
          "http://jabber.org/protocol/disco#items");

  private static DiscoInfo info(String... more) {
    Set<String> features = new TreeSet<>(PLAIN);
    features.addAll(List.of(more));
    return DiscoInfo.of(List.of(new Identity("client", "pc")), features);
  }

  private static String ver(DiscoInfo info) {
    return CapsHash.of(Version.V1, "sha-1", info).value();
  }

  private static String c(DiscoInfo info) {
    return ("<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='%s' ver='%s'/><c"
            + " xmlns='urn:xmpp:caps'><hash xmlns='urn:xmpp:hashes:2'"
            + " algo='sha-256'>%s</hash></c>")
        .formatted(NODE, ver(info), CapsHash.of(Version.V2, "sha-256", info).value());
  }

  private static ScriptedClient bound(Consumer<Script> lines) {
    return ScriptedClient.builder()
        .with(Disco::new)
        .with(client -> new Caps(client, CapsSettings.builder().node(NODE).build()))
        .bound(lines);
  }

  private static void send(ScriptedClient it, Presence presence) throws Exception {
    it.client().send(presence).get(20, TimeUnit.SECONDS);
  }

  private static void asked(Script script, String from, String node, DiscoInfo answer) {
    script
        .send(
            "<iq type='get' id='disco' from='%s'><query xmlns='%s' node='%s'/></iq>"
                .formatted(from, DiscoInfo.NAMESPACE, node))
        .expect(
            "<iq type='result' id='disco' to='%s'>%s</iq>"
                .formatted(from, answer.withNode(node).toElement().toXml()));
  }

  @Test
  void is_announced_in_available_presences_only() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect("<presence>" + c(info()) + "</presence>")
                    .expect(
                        "<presence to='a@rooms.localhost/j'><show>dnd</show>"
                            + c(info())
                            + "</presence>")
                    .expect("<presence type='subscribe' to='romeo@localhost'/>")
                    .expect("<presence type='unavailable' to='a@rooms.localhost/j'/>")
                    .expect("<presence type='unavailable'/>"))) {
      send(it, Presence.available());
      send(
          it,
          Presence.builder(Presence.Type.AVAILABLE)
              .to(Jid.of("a@rooms.localhost/j"))
              .show(Presence.Show.DND)
              .build());
      send(it, Presence.builder(Presence.Type.SUBSCRIBE).to(Jid.of("romeo@localhost")).build());
      send(
          it,
          Presence.builder(Presence.Type.UNAVAILABLE).to(Jid.of("a@rooms.localhost/j")).build());
      send(it, Presence.unavailable());
    }
  }

  /** As Prosody does, in the name of contacts and of the own account; and ejabberd. */
  @Test
  void servers_that_ask_about_the_node_are_answered() throws Exception {
    DiscoInfo info = info();
    try (ScriptedClient it =
        bound(
            s -> {
              s.expect("<presence>" + c(info) + "</presence>");
              String node = NODE + "#" + ver(info);
              for (String from :
                  List.of("juliet@localhost", "romeo@localhost", "juliet@localhost/balcony")) {
                asked(s, from, node, info);
              }
              asked(
                  s,
                  "romeo@localhost/orchard",
                  "urn:xmpp:caps#sha-256." + CapsHash.of(Version.V2, "sha-256", info).value(),
                  info);
              s.send(
                      "<iq type='get' id='x' from='localhost'><query xmlns='%s' node='%s#x'/></iq>"
                          .formatted(DiscoInfo.NAMESPACE, NODE))
                  .expectLike("<iq type='error' id='x' to='localhost'/>")
                  .mark("done");
            })) {
      send(it, Presence.available());
      it.peer().awaitMark("done");
    }
  }

  @Test
  void changes_made_together_are_announced_once_and_old_nodes_are_still_answered()
      throws Exception {
    DiscoInfo before = info();
    DiscoInfo after = info("urn:a", "urn:b", "urn:c");
    try (ScriptedClient it =
        bound(
            s -> {
              s.expect("<presence><status>Here</status>" + c(before) + "</presence>")
                  .expect(
                      "<presence id='{again}'><status>Here</status>" + c(after) + "</presence>");
              asked(s, "juliet@localhost", NODE + "#" + ver(after), after);
              asked(s, "juliet@localhost", NODE + "#" + ver(before), before);
              s.mark("announced")
                  .expect("<presence id='{once}'><status>Here</status>" + c(before) + "</presence>")
                  .mark("done");
            })) {
      send(it, Presence.builder(Presence.Type.AVAILABLE).status("Here").build());
      Disco disco = it.get(Disco.class);
      List<Subscription> features = new ArrayList<>();
      it.client()
          .context()
          .callbacks()
          .execute(
              () -> {
                for (String feature : List.of("urn:a", "urn:b", "urn:c")) {
                  features.add(disco.feature(feature));
                }
              });
      it.peer().awaitMark("announced");
      it.client().context().callbacks().execute(() -> features.forEach(Subscription::close));
      it.peer().awaitMark("done");
    }
  }

  @Test
  void changes_are_not_announced_by_those_who_are_not_online() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect("<presence>" + c(info("urn:a")) + "</presence>")
                    .expect("<presence type='unavailable'/>")
                    .expect(
                        "<message to='romeo@localhost' type='chat'"
                            + " id='{end}'><body>end</body></message>"))) {
      Disco disco = it.get(Disco.class);
      Subscription one = disco.feature("urn:a");
      send(it, Presence.available());
      send(it, Presence.unavailable());
      one.close();
      CompletableFuture<Void> later = new CompletableFuture<>();
      it.client()
          .context()
          .callbacks()
          .execute(
              () ->
                  it.client().context().after(Duration.ofMillis(300), () -> later.complete(null)));
      later.get(20, TimeUnit.SECONDS);
      it.client().send(Message.chat(Jid.of("romeo@localhost"), "end")).get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_change_that_a_presence_has_announced_is_not_announced_again() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect("<presence>" + c(info()) + "</presence>")
                    .expect("<presence><show>away</show>" + c(info("urn:a")) + "</presence>")
                    .expect(
                        "<presence id='{b}'><show>away</show>"
                            + c(info("urn:a", "urn:b"))
                            + "</presence>")
                    .mark("done"))) {
      send(it, Presence.available());
      Disco disco = it.get(Disco.class);
      it.client()
          .context()
          .callbacks()
          .execute(
              () -> {
                disco.feature("urn:a");
                Presence away =
                    Presence.builder(Presence.Type.AVAILABLE).show(Presence.Show.AWAY).build();
                it.client().send(away).join();
                disco.feature("urn:b");
              });
      it.peer().awaitMark("done");
    }
  }

  @Test
  void what_the_program_announces_itself_is_left_alone() throws Exception {
    String c = "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:mine' ver='x'/>";
    try (ScriptedClient it =
        bound(
            s ->
                s.expect("<presence>" + c + "</presence>")
                    .expect("<presence>" + c(info("urn:a")) + "</presence>"))) {
      send(
          it,
          Presence.builder(Presence.Type.AVAILABLE)
              .payload(new EntityCaps("urn:mine", "x", "sha-1", null))
              .build());
      it.get(Disco.class).feature("urn:a");
      // As if another extension had kept an earlier presence with what is outdated by now.
      send(
          it,
          Presence.builder(Presence.Type.AVAILABLE)
              .payload(new EntityCaps(NODE, "old", "sha-1", null))
              .payload(new CapsHashSet(Map.of("sha-256", "old")))
              .build());
    }
  }

  @Test
  void the_node_of_the_settings_is_checked() {
    for (String bad : List.of("", "a#b", "n".repeat(257))) {
      assertThatIllegalArgumentException().isThrownBy(() -> CapsSettings.builder().node(bad));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> CapsSettings.builder().entities(0));
    assertThat(CapsSettings.standard().entities()).isEqualTo(4_096);
  }

  @Test
  void it_needs_service_discovery() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                XmppClient.builder("juliet@localhost")
                    .sasl(Sasl.anonymous())
                    .with(Caps::new)
                    .build());
  }
}
