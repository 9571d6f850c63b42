package im.linnet.avatar;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Reply;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.xml.XmlElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client with {@link Avatars}, a server that follows a script, and the events. */
abstract class ScriptedAvatars {

  static final Jid ROMEO = Jid.of("romeo@localhost");
  static final Jid PARIS = Jid.of("paris@localhost");
  static final String NOT_READY = "<x xmlns='vcard-temp:x:update'/>";
  static final String NONE = "<x xmlns='vcard-temp:x:update'><photo/></x>";
  static final String GET_OWN = "<iq type='get' id='{own}'><vCard xmlns='vcard-temp'/></iq>";

  private static final Duration NO_PACE = Duration.ZERO;

  final BlockingQueue<AvatarEvent> events = new LinkedBlockingQueue<>();

  /** Settings without time between fetches. */
  static AvatarSettings.Builder settings() {
    return AvatarSettings.builder().fetches(4, NO_PACE);
  }

  ScriptedClient bound(AvatarSettings settings, Consumer<Script> lines) {
    return ScriptedClient.builder()
        .with(
            client -> {
              Avatars avatars = new Avatars(client, settings);
              avatars.onChange(events::add);
              return avatars;
            })
        .with(Barrier::new)
        .bound(lines);
  }

  ScriptedClient bound(Consumer<Script> lines) {
    return bound(settings().build(), lines);
  }

  /** Answers a request in order with the callbacks, so all that came before was handled. */
  static final class Barrier implements Extension {
    Barrier(XmppClient client) {
      client.onRequest(Iq.Type.GET, "barrier", "urn:test", request -> Reply.result().now());
    }
  }

  /** The client has sent all that earlier lines cause before this ends. */
  static void barrier(Script script) {
    script
        .send("<iq type='get' id='b' from='localhost'><barrier xmlns='urn:test'/></iq>")
        .expect("<iq type='result' id='b' to='localhost'/>");
  }

  static String x(byte[] picture) {
    return x(Pictures.hash(picture), null);
  }

  static String x(byte[] picture, @Nullable String nickname) {
    return x(Pictures.hash(picture), nickname);
  }

  static String x(@Nullable String photo, @Nullable String nickname) {
    return "<x xmlns='vcard-temp:x:update'>"
        + (photo == null ? "" : "<photo>" + photo + "</photo>")
        + (nickname == null ? "" : "<nickname>" + nickname + "</nickname>")
        + "</x>";
  }

  /** A presence of a contact's resource, or of an address with a resource. */
  static String presence(Object from, String content) {
    String full = from.toString().contains("/") ? from.toString() : from + "/orchard";
    return "<presence from='%s'>%s</presence>".formatted(full, content);
  }

  static String get(Object to) {
    return "<iq type='get' id='{id}' to='%s'><vCard xmlns='vcard-temp'/></iq>".formatted(to);
  }

  static String result(Object from, String card) {
    return "<iq type='result' id='{id}' from='%s'>%s</iq>".formatted(from, card);
  }

  static String ownResult(String card) {
    return "<iq type='result' id='{own}'>" + card + "</iq>";
  }

  static String error(Object from, String type, String condition) {
    return "<iq type='error' id='{id}' from='%s'><error type='%s'><%s xmlns='%s'/></error></iq>"
        .formatted(from, type, condition, "urn:ietf:params:xml:ns:xmpp-stanzas");
  }

  List<AvatarEvent> events(int count) throws InterruptedException {
    List<AvatarEvent> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      AvatarEvent event = events.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("event after " + some).isNotNull();
      some.add(Objects.requireNonNull(event));
    }
    return some;
  }

  /** The events of all that was handled up to now, but for those taken before. */
  List<AvatarEvent> further(ScriptedClient it) {
    it.callbacksDone();
    return List.copyOf(events);
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  /**
   * The first presence and the request for the card, which don't wait for each other, and then the
   * answer.
   */
  static Script first(Script script, String presence, String answer) {
    AtomicReference<String> id = new AtomicReference<>();
    Consumer<XmlElement> check =
        element -> {
          if (element.is("jabber:client", "iq")) {
            id.set(element.attribute("id"));
          } else {
            assertThat(element).isEqualTo(inStream(presence));
          }
        };
    return script
        .answer(
            element -> {
              check.accept(element);
              return "";
            })
        .answer(
            element -> {
              check.accept(element);
              return answer.formatted(id.get());
            });
  }

  private static XmlElement inStream(String xml) {
    return XmlElement.parse("<stream xmlns='jabber:client'>" + xml + "</stream>").children().get(0);
  }
}
