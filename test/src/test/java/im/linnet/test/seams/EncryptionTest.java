package im.linnet.test.seams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.failure.FilterException;
import im.linnet.jid.Jid;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import im.linnet.test.ScriptedClient;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A toy end-to-end encryption, as an extension: it fetches the recipient's key before it sends,
 * seals what other extensions have added to the message, and opens incoming messages before they
 * see them.
 */
@Timeout(120)
class EncryptionTest {

  private static final String NAMESPACE = "test:toy-encryption";
  private static final Jid ROMEO = Jid.of("romeo@example.net");

  /**
   * Another extension, which knows nothing of encryption: it marks each message, and reads marks.
   */
  private static final class Marks implements Extension {

    private final BlockingQueue<String> read = new LinkedBlockingQueue<>();

    Marks(XmppClient client) {
      client.onMessage(message -> read.add(message.body() + " " + mark(message)));
    }

    private static String mark(Message message) {
      Element mark = message.element().child("mark", "test:mark");
      return mark == null ? "unmarked" : "marked " + mark.text();
    }

    @Override
    public List<Filter> filters() {
      return List.of(
          new Filter() {
            @Override
            public Verdict outgoing(Stanza stanza) {
              return stanza instanceof Message message
                  ? Verdict.replace(
                      message.toBuilder().payload(Element.of("mark", "test:mark", "7")).build())
                  : Verdict.pass();
            }
          });
    }
  }

  /** Seals by XOR with a byte, which protects nothing. */
  private static final class Toy implements Extension, Filter {

    private final XmppClient client;
    private final Map<Jid, CompletableFuture<Integer>> keys = new ConcurrentHashMap<>();

    Toy(XmppClient client) {
      this.client = client;
    }

    @Override
    public List<Filter> filters() {
      return List.of(this);
    }

    @Override
    public Layer layer() {
      return Layer.PROTECTION;
    }

    @Override
    public Verdict outgoing(Stanza stanza) {
      Jid to = stanza.to();
      if (!(stanza instanceof Message message) || to == null) {
        return Verdict.pass();
      }
      return Verdict.later(key(to).thenApply(key -> Verdict.replace(sealed(message, key))));
    }

    private CompletableFuture<Integer> key(Jid of) {
      return keys.computeIfAbsent(
          of,
          jid ->
              client.request(
                  Iq.get(jid, Element.of("key", NAMESPACE)),
                  answer -> Integer.parseInt(Objects.requireNonNull(answer.payload()).text())));
    }

    private static Message sealed(Message message, int key) {
      StringBuilder content = new StringBuilder();
      ElementBuilder sealed = bare(message);
      for (Element child : message.element().children()) {
        content.append("%s %s %s\n".formatted(child.name(), child.namespace(), child.text()));
      }
      String text = Base64.getEncoder().encodeToString(turned(bytes(content), key));
      return Message.of(sealed.child(Element.of("sealed", NAMESPACE, text)).build());
    }

    private static byte[] bytes(StringBuilder content) {
      return content.toString().getBytes(UTF_8);
    }

    /** The message's attributes without its content. */
    private static ElementBuilder bare(Message message) {
      ElementBuilder bare = Element.builder("message", Stanza.NAMESPACE);
      message.element().attributes().forEach(a -> bare.attribute(a.name(), a.value()));
      return bare;
    }

    private static byte[] turned(byte[] content, int key) {
      for (int i = 0; i < content.length; i++) {
        content[i] ^= (byte) key;
      }
      return content;
    }

    @Override
    public Verdict incoming(Stanza stanza) {
      Jid from = stanza.from();
      Element sealed = stanza.element().child("sealed", NAMESPACE);
      return stanza instanceof Message message && from != null && sealed != null
          ? Verdict.later(key(from).thenApply(key -> Verdict.replace(opened(message, sealed, key))))
          : Verdict.pass();
    }

    private static Message opened(Message message, Element sealed, int key) {
      ElementBuilder opened = bare(message);
      byte[] content = turned(Base64.getDecoder().decode(sealed.text()), key);
      for (String line : new String(content, UTF_8).split("\n")) {
        String[] part = line.split(" ", 3);
        opened.child(Element.of(part[0], part[1], part[2]));
      }
      return Message.of(opened.build());
    }
  }

  private static final String ASK =
      "<iq type='get' id='{id}' to='romeo@example.net'><key xmlns='test:toy-encryption'/></iq>";
  private static final String KEY =
      "<iq type='result' id='{id}' from='romeo@example.net'>"
          + "<key xmlns='test:toy-encryption'>%s</key></iq>";

  /**
   * The encryption is added first: its layer, not the order of addition, puts it behind the marks.
   */
  private static ScriptedClient.Builder client() {
    return ScriptedClient.builder().with(Toy::new).with(Marks::new).endingAnyhow();
  }

  @Test
  void seals_what_other_extensions_have_put_in_and_nothing_is_left_open() throws Exception {
    Message expected =
        Toy.sealed(
            Message.chat(ROMEO, "Wherefore").toBuilder()
                .id("1")
                .payload(Element.of("mark", "test:mark", "7"))
                .build(),
            85);
    try (ScriptedClient it =
        client()
            .bound(
                s ->
                    s.expect(ASK)
                        .send(KEY.formatted("85"))
                        .expect(expected.element().toXml().replace('"', '\'')))) {
      it.client()
          .deliver(Message.chat(ROMEO, "Wherefore").toBuilder().id("1").build())
          .get(20, TimeUnit.SECONDS);
      it.peer().await();
      assertThat(it.peer().transcript()).doesNotContain("Wherefore").doesNotContain("test:mark");
    }
  }

  @Test
  void opens_before_other_extensions_see_it() throws Exception {
    Message sealed =
        Toy.sealed(
            Message.chat(ROMEO, "Here").toBuilder()
                .payload(Element.of("mark", "test:mark", "9"))
                .build(),
            85);
    String received =
        sealed.element().toXml().replace("to=\"romeo", "from=\"romeo").replace('"', '\'');
    try (ScriptedClient it =
        client()
            .built(
                s ->
                    s.send(received)
                        .send("<message from='romeo@example.net'><body>plain</body></message>")
                        .expect(ASK)
                        .send(KEY.formatted("85")))) {
      it.client().connect().get(20, TimeUnit.SECONDS);
      BlockingQueue<String> read = it.get(Marks.class).read;
      assertThat(read.poll(20, TimeUnit.SECONDS)).isEqualTo("Here marked 9");
      assertThat(read.poll(20, TimeUnit.SECONDS)).isEqualTo("plain unmarked");
    }
  }

  /** Without a key, nothing is sent in clear text. */
  @Test
  void sends_nothing_where_there_is_no_key() throws Exception {
    try (ScriptedClient it =
        client()
            .bound(
                s -> s.expect(ASK).send("<iq type='error' id='{id}' from='romeo@example.net'/>"))) {
      assertThatThrownBy(
              () -> it.client().deliver(Message.chat(ROMEO, "Wherefore")).get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(FilterException.class);
      it.peer().await();
      assertThat(it.peer().transcript()).doesNotContain("Wherefore");
    }
  }
}
