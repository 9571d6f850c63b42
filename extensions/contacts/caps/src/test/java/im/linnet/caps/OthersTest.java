package im.linnet.caps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.Extension;
import im.linnet.connection.BoundStream;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoInfo;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.test.Xml;
import im.linnet.testkit.peer.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others can do: looked up once by hash, and believed only as far as it is proved. */
@Timeout(120)
class OthersTest {

  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");
  private static final Jid PARIS = Jid.of("paris@localhost/tomb");
  private static final String NODE = "http://code.google.com/p/exodus";
  private static final String VER = "QgayPKawpkPSDYmwT/WM94uAlu0=";
  private static final String C = c("hash='sha-1' ", VER);
  private static final DiscoInfo EXODUS = DiscoInfo.of(Xml.element(Examples.EXODUS));
  private static final String LIE =
      "<query xmlns='http://jabber.org/protocol/disco#info'>"
          + "<identity category='client' type='pc'/><feature var='urn:lie'/></query>";

  private static String c(String hash, String ver) {
    return "<c xmlns='http://jabber.org/protocol/caps' %snode='%s' ver='%s'/>"
        .formatted(hash, NODE, ver);
  }

  private static String presence(Jid from, String content) {
    return "<presence from='" + from + "'>" + content + "</presence>";
  }

  private static String get(Jid to, String node) {
    return "<iq type='get' id='{id}' to='%s'><query xmlns='%s' node='%s'/></iq>"
        .formatted(to, DiscoInfo.NAMESPACE, node);
  }

  private static String get(Jid to) {
    return get(to, NODE + "#" + VER);
  }

  private static String plain(Jid to) {
    return "<iq type='get' id='{id}' to='%s'><query xmlns='%s'/></iq>"
        .formatted(to, DiscoInfo.NAMESPACE);
  }

  private static String result(Jid from, String query) {
    return "<iq type='result' id='{id}' from='%s'>%s</iq>".formatted(from, query);
  }

  private static String error(Jid from, String condition) {
    return "<iq type='error' id='{id}' from='%s'><error type='cancel'><%s xmlns='%s'/></error></iq>"
        .formatted(from, condition, "urn:ietf:params:xml:ns:xmpp-stanzas");
  }

  private static ScriptedClient bound(CapsSettings settings, Consumer<Script> lines) {
    return ScriptedClient.builder()
        .with(Disco::new)
        .with(client -> new Caps(client, settings))
        .bound(s -> s.awaitCue("go").then(lines));
  }

  private static ScriptedClient bound(Consumer<Script> lines) {
    return bound(CapsSettings.standard(), lines);
  }

  /** Waits until presences were delivered. */
  private static void heard(ScriptedClient it, Jid... from) throws Exception {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (Jid each : from) {
      CompletableFuture<Void> one = new CompletableFuture<>();
      all.add(one);
      it.client()
          .onPresence(
              presence -> {
                if (each.equals(presence.from())) {
                  one.complete(null);
                }
              });
    }
    it.peer().cue("go");
    for (CompletableFuture<Void> each : all) {
      each.get(20, TimeUnit.SECONDS);
    }
  }

  /** Added last, so all others have taken the stream, too. */
  private record Bound(CompletableFuture<Void> taken) implements Extension {

    @Override
    public void bound(BoundStream stream) {
      taken.complete(null);
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @Test
  void a_hash_is_looked_up_once_for_all() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, C))
                    .send(presence(PARIS, C))
                    .expect(get(ROMEO))
                    .awaitCue("all asked")
                    .send(result(ROMEO, Examples.EXODUS)))) {
      heard(it, ROMEO, PARIS);
      Caps caps = it.get(Caps.class);
      CompletableFuture<DiscoInfo> romeo = caps.of(ROMEO);
      CompletableFuture<DiscoInfo> paris = caps.of(PARIS);
      CompletableFuture<Boolean> rooms = caps.supports(PARIS, "http://jabber.org/protocol/muc");
      CompletableFuture<DiscoInfo> byDisco = it.get(Disco.class).info(PARIS);
      it.peer().cue("all asked");
      assertThat(get(romeo)).isEqualTo(EXODUS);
      assertThat(get(paris)).isEqualTo(EXODUS);
      assertThat(get(rooms)).isTrue();
      assertThat(get(byDisco)).isEqualTo(EXODUS);
      assertThat(caps.of(PARIS)).isCompletedWithValue(EXODUS);
      assertThat(get(caps.supports(ROMEO, "urn:other"))).isFalse();
    }
  }

  @Test
  void the_second_specification_is_preferred() throws Exception {
    String value = "kzBZbkqJ3ADrj7v08reD1qcWUwNGHaidNUgD7nHpiw8=";
    try (ScriptedClient it =
        bound(
            s ->
                s.send(
                        presence(
                            ROMEO,
                            C
                                + "<c xmlns='urn:xmpp:caps'>"
                                + "<hash xmlns='urn:xmpp:hashes:2' algo='blake2b-256'>x</hash>"
                                + "<hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>"
                                + value
                                + "</hash></c>"))
                    .expect(get(ROMEO, "urn:xmpp:caps#sha-256." + value))
                    .send(result(ROMEO, Examples.BOMBUS)))) {
      heard(it, ROMEO);
      assertThat(get(it.get(Caps.class).of(ROMEO)))
          .isEqualTo(DiscoInfo.of(Xml.element(Examples.BOMBUS)));
    }
  }

  /** What a client hashes without a language, a server's stream or stanza may give one. */
  @ParameterizedTest
  @ValueSource(strings = {"", "en"})
  void the_language_may_be_inherited(String hashed) throws Exception {
    String identity = "<identity category='client' type='bot' name='Nurse'%s/>";
    String query = "<query xmlns='" + DiscoInfo.NAMESPACE + "'>" + identity + "</query>";
    String lang = hashed.isEmpty() ? "" : " xml:lang='" + hashed + "'";
    DiscoInfo info = DiscoInfo.of(Xml.element(query.formatted(lang)));
    String value = CapsHash.of(CapsHash.Version.V2, "sha-256", info).value();
    String c =
        "<c xmlns='urn:xmpp:caps'><hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>%s</hash></c>"
            .formatted(value);
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, c))
                    .send(presence(PARIS, c))
                    .expect(get(ROMEO, "urn:xmpp:caps#sha-256." + value))
                    .send(
                        "<iq type='result' id='{id}' xml:lang='en' from='%s'>%s</iq>"
                            .formatted(ROMEO, query.formatted(""))))) {
      heard(it, ROMEO, PARIS);
      Caps caps = it.get(Caps.class);
      assertThat(get(caps.of(ROMEO))).isEqualTo(info);
      assertThat(caps.of(PARIS)).isCompletedWithValue(info);
    }
  }

  @Test
  void a_liar_is_believed_about_itself_and_the_next_one_is_asked() throws Exception {
    DiscoInfo lie = DiscoInfo.of(Xml.element(LIE));
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, C))
                    .send(presence(PARIS, C))
                    .expect(get(ROMEO))
                    .awaitCue("both asked")
                    .send(result(ROMEO, LIE))
                    .expect(get(PARIS))
                    .send(result(PARIS, Examples.EXODUS)))) {
      heard(it, ROMEO, PARIS);
      Caps caps = it.get(Caps.class);
      CompletableFuture<DiscoInfo> romeo = caps.of(ROMEO);
      CompletableFuture<DiscoInfo> paris = caps.of(PARIS);
      it.peer().cue("both asked");
      assertThat(get(romeo)).isEqualTo(lie);
      assertThat(get(paris)).isEqualTo(EXODUS);
      assertThat(caps.of(ROMEO)).isCompletedWithValue(lie);
    }
  }

  @Test
  void another_with_the_same_hash_answers_for_one_who_does_not() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, C))
                    .send(presence(PARIS, C))
                    .expect(get(ROMEO))
                    .send(error(ROMEO, "service-unavailable"))
                    .expect(get(PARIS))
                    .send(result(PARIS, Examples.EXODUS)))) {
      heard(it, ROMEO, PARIS);
      assertThat(get(it.get(Caps.class).of(ROMEO))).isEqualTo(EXODUS);
    }
  }

  @Test
  void who_does_not_know_its_own_node_is_asked_without() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, C))
                    .expect(get(ROMEO))
                    .send(error(ROMEO, "item-not-found"))
                    .expect(plain(ROMEO))
                    .send(result(ROMEO, Examples.EXODUS)))) {
      heard(it, ROMEO);
      Caps caps = it.get(Caps.class);
      assertThat(get(caps.of(ROMEO))).isEqualTo(EXODUS);
      assertThat(caps.of(ROMEO)).isCompletedWithValue(EXODUS);
    }
  }

  @Test
  void the_failure_is_that_of_the_request() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, C))
                    .expect(get(ROMEO))
                    .send(error(ROMEO, "service-unavailable"))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, "<other xmlns='urn:a'/>")))) {
      heard(it, ROMEO);
      Caps caps = it.get(Caps.class);
      assertThatThrownBy(() -> get(caps.of(ROMEO))).hasCauseInstanceOf(StanzaException.class);
      assertThatThrownBy(() -> get(caps.supports(ROMEO, "urn:a")))
          .hasCauseInstanceOf(UnreadableAnswerException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hash='' ", "hash='md5' ", "hash='SHA-1' "})
  void what_can_not_be_verified_is_believed_of_its_sender_only(String hash) throws Exception {
    boolean old = hash.isEmpty();
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, c(hash, VER)))
                    .send(presence(PARIS, c(hash, VER)))
                    .expect(old ? plain(ROMEO) : get(ROMEO))
                    .send(result(ROMEO, LIE))
                    .expect(old ? plain(PARIS) : get(PARIS))
                    .send(result(PARIS, Examples.EXODUS)))) {
      heard(it, ROMEO, PARIS);
      Caps caps = it.get(Caps.class);
      assertThat(get(caps.of(ROMEO)).has("urn:lie")).isTrue();
      assertThat(get(caps.of(PARIS)).features()).isEqualTo(EXODUS.features());
      assertThat(get(caps.of(ROMEO)).has("urn:lie")).isTrue();
    }
  }

  @Test
  void another_hash_is_another_lookup_and_one_who_left_is_asked_as_a_stranger() throws Exception {
    String psi = "q07IKJEyjvHSyhy//CH0CxmKi8w=";
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, C))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Examples.EXODUS))
                    .awaitCue("changes")
                    // Says nothing about capabilities, so they are as they were.
                    .send(presence(ROMEO, "<show>away</show>"))
                    .send(presence(PARIS, ""))
                    .awaitCue("changes more")
                    .send(presence(ROMEO, c("hash='sha-1' ", psi)))
                    .expect(get(ROMEO, NODE + "#" + psi))
                    .send(result(ROMEO, Examples.PSI))
                    .awaitCue("leaves")
                    .send("<presence type='unavailable' from='" + ROMEO + "'/>")
                    .expect(plain(ROMEO))
                    .send(error(ROMEO, "service-unavailable")))) {
      Caps caps = it.get(Caps.class);
      heard(it, ROMEO);
      assertThat(get(caps.of(ROMEO))).isEqualTo(EXODUS);
      CompletableFuture<Void> away = next(it, PARIS);
      it.peer().cue("changes");
      get(away);
      assertThat(caps.of(ROMEO)).isCompletedWithValue(EXODUS);
      CompletableFuture<Void> changed = next(it, ROMEO);
      it.peer().cue("changes more");
      get(changed);
      assertThat(get(caps.of(ROMEO)).forms()).hasSize(1);
      CompletableFuture<Void> left = next(it, ROMEO);
      it.peer().cue("leaves");
      get(left);
      CompletableFuture<DiscoInfo> gone = caps.of(ROMEO);
      assertThatThrownBy(() -> get(gone)).hasCauseInstanceOf(StanzaException.class);
    }
  }

  private static CompletableFuture<Void> next(ScriptedClient it, Jid from) {
    CompletableFuture<Void> next = new CompletableFuture<>();
    it.client()
        .onPresence(
            presence -> {
              if (from.equals(presence.from())) {
                next.complete(null);
              }
            });
    return next;
  }

  @Test
  void a_lookup_that_all_have_cancelled_is_given_up() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, C))
                    .expect(get(ROMEO))
                    .mark("asked")
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Examples.EXODUS)))) {
      heard(it, ROMEO);
      Caps caps = it.get(Caps.class);
      CompletableFuture<DiscoInfo> one = caps.of(ROMEO);
      CompletableFuture<Boolean> other = caps.supports(ROMEO, "urn:a");
      it.peer().awaitMark("asked");
      assertThat(one.cancel(false)).isTrue();
      assertThat(other.cancel(false)).isTrue();
      assertThat(get(caps.of(ROMEO))).isEqualTo(EXODUS);
    }
  }

  @Tag("Q09")
  @Test
  void strangers_can_not_fill_the_memory() throws Exception {
    CapsSettings settings =
        CapsSettings.builder()
            .entities(100)
            .wanted(jid -> !jid.domain().equals("unwanted.example"))
            .build();
    StringBuilder flood = new StringBuilder(presence(ROMEO, C));
    for (int i = 0; i < 1_000; i++) {
      flood.append(presence(Jid.of("s" + i + "@unwanted.example/a"), c("hash='sha-1' ", "v" + i)));
    }
    flood.append(presence(Jid.of("x@localhost/huge"), c("hash='sha-1' ", "v".repeat(10_000))));
    StringBuilder wanted = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      wanted.append(presence(Jid.of("s" + i + "@localhost/a"), c("hash='sha-1' ", "v" + i)));
    }
    try (ScriptedClient it =
        bound(
            settings,
            s ->
                s.sendRaw(flood.toString())
                    .send(presence(PARIS, C))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Examples.EXODUS))
                    .sendRaw(wanted.toString())
                    .send("<presence from='end@localhost'/>")
                    .expect(plain(ROMEO))
                    .send(error(ROMEO, "service-unavailable")))) {
      CompletableFuture<Void> end = next(it, Jid.of("end@localhost"));
      heard(it, PARIS);
      Caps caps = it.get(Caps.class);
      assertThat(get(caps.of(ROMEO))).isEqualTo(EXODUS);
      get(end);
      CompletableFuture<DiscoInfo> forgotten = caps.of(ROMEO);
      assertThatThrownBy(() -> get(forgotten)).hasCauseInstanceOf(StanzaException.class);
    }
  }

  @Test
  void a_store_of_the_user_is_asked_first_but_not_trusted() throws Exception {
    List<CapsHash> stored = new ArrayList<>();
    CompletableFuture<Optional<DiscoInfo>> slow = new CompletableFuture<>();
    CapsStore store =
        new CapsStore() {
          @Override
          public CompletableFuture<Optional<DiscoInfo>> find(CapsHash hash) {
            if (hash.value().equals(VER)) {
              return slow;
            }
            throw new IllegalStateException("broken");
          }

          @Override
          public void store(CapsHash hash, DiscoInfo info) {
            stored.add(hash);
            throw new IllegalStateException("broken");
          }
        };
    try (ScriptedClient it =
        bound(
            CapsSettings.builder().store(store).build(),
            s ->
                s.send(presence(ROMEO, C))
                    .send(presence(PARIS, c("hash='sha-1' ", "q07IKJEyjvHSyhy//CH0CxmKi8w=")))
                    .expect(get(PARIS, NODE + "#q07IKJEyjvHSyhy//CH0CxmKi8w="))
                    .send(result(PARIS, Examples.PSI)))) {
      heard(it, ROMEO, PARIS);
      Caps caps = it.get(Caps.class);
      CompletableFuture<DiscoInfo> romeo = caps.of(ROMEO);
      assertThat(get(caps.of(PARIS)).forms()).hasSize(1);
      assertThat(stored).hasSize(1);
      assertThat(romeo).isNotDone();
      slow.complete(Optional.of(EXODUS));
      assertThat(get(romeo)).isEqualTo(EXODUS);
    }
  }

  @Test
  void a_stored_answer_that_does_not_match_is_looked_up() throws Exception {
    CapsStore store = CapsStore.memory();
    store.store(new CapsHash(CapsHash.Version.V1, "sha-1", VER), DiscoInfo.of(Xml.element(LIE)));
    try (ScriptedClient it =
        bound(
            CapsSettings.builder().store(store).build(),
            s ->
                s.send(presence(ROMEO, C))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Examples.EXODUS)))) {
      heard(it, ROMEO);
      assertThat(get(it.get(Caps.class).of(ROMEO))).isEqualTo(EXODUS);
    }
  }

  /** Prosody and ejabberd announce themselves in the features of the stream. */
  @Test
  void the_server_is_known_by_the_features_of_the_stream() throws Exception {
    CompletableFuture<Void> bound = new CompletableFuture<>();
    CapsStore store = CapsStore.memory();
    store.store(new CapsHash(CapsHash.Version.V1, "sha-1", VER), EXODUS);
    try (ScriptedClient it =
        ScriptedClient.builder()
            .with(Disco::new)
            .with(client -> new Caps(client, CapsSettings.builder().store(store).build()))
            .with(client -> new Bound(bound))
            .features(C)
            .bound(Script::silence)) {
      get(bound);
      assertThat(it.get(Disco.class).serverInfo()).isCompletedWithValue(EXODUS);
    }
  }

  @Test
  void without_a_connection_lookups_fail_at_once() throws Exception {
    Caps caps;
    try (ScriptedClient it = bound(s -> s.send(presence(ROMEO, C)).send(presence(PARIS, C)))) {
      heard(it, ROMEO, PARIS);
      caps = it.get(Caps.class);
    }
    CompletableFuture<DiscoInfo> late = caps.of(ROMEO);
    assertThatThrownBy(() -> get(late)).hasCauseInstanceOf(XmppException.class);
  }
}
