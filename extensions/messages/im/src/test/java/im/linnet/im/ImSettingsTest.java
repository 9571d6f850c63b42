package im.linnet.im;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.jid.Jid;
import im.linnet.receipts.DeliveryState;
import im.linnet.receipts.Receipts;
import im.linnet.receipts.TrackedMessage;
import im.linnet.roster.Roster;
import im.linnet.stanza.Message;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.xml.XmlElement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the choices of the user change. */
@Timeout(120)
class ImSettingsTest {

  private static final String ROSTER =
      "<query xmlns='jabber:iq:roster'><item jid='romeo@localhost' subscription='both'/>"
          + "<item jid='paris@localhost' subscription='to'/></query>";

  private final BlockingQueue<XmlElement> sent = new LinkedBlockingQueue<>();
  private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();

  private ScriptedClient client(ImSettings settings) {
    ScriptedClient it =
        ScriptedClient.builder()
            .client(client -> client.with(Im.of(settings)))
            .endingAnyhow()
            .bound(script -> script.answerAll(this::answer));
    it.client().onMessage(heard::add);
    return it;
  }

  private String answer(XmlElement element) {
    if (element.localName().equals("message")) {
      sent.add(element);
      return "go".equals(element.attribute("id"))
          ? asking("stranger@localhost") + asking("paris@localhost") + asking("romeo@localhost")
          : "";
    }
    boolean roster = element.child(Roster.NAMESPACE, "query").isPresent();
    return element.localName().equals("iq")
        ? "<iq type='result' id='%s'>%s</iq>"
            .formatted(element.attribute("id"), roster ? ROSTER : "")
        : "";
  }

  private static String asking(String from) {
    return ("<message from='%s/home' to='juliet@localhost/balcony' type='chat' id='one'>"
            + "<body>Hello</body><request xmlns='urn:xmpp:receipts'/>"
            + "<markable xmlns='urn:xmpp:chat-markers:0'/></message>")
        .formatted(from);
  }

  private XmlElement next() throws InterruptedException {
    XmlElement next = sent.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("a message within 20 s").isNotNull();
    return next;
  }

  /** Has the three write, and reads their messages in their order. */
  private void hear(ScriptedClient it, int messages) throws InterruptedException {
    it.get(Roster.class).load().orTimeout(20, TimeUnit.SECONDS).join();
    it.client()
        .send(Message.builder(Jid.of("echo.localhost")).id("go").body("go").build())
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
    for (int i = 0; i < messages; i++) {
      Message message = heard.poll(20, TimeUnit.SECONDS);
      assertThat(message).isNotNull();
      it.get(Receipts.class).displayed(message).orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  @Test
  void receipts_go_to_contacts_that_see_the_user_and_markers_to_nobody() throws Exception {
    try (ScriptedClient it = client(ImSettings.standard())) {
      hear(it, 3);
      assertThat(next().attribute("id")).isEqualTo("go");
      XmlElement receipt = next();
      assertThat(receipt.attribute("to")).startsWith("romeo@localhost");
      assertThat(receipt.child("urn:xmpp:receipts", "received")).isPresent();
    }
    assertThat(sent).isEmpty();
  }

  @Test
  void the_user_may_choose_markers_and_no_receipts() throws Exception {
    ImSettings settings =
        ImSettings.standard().receiptsTo(Audience.NOBODY).markersTo(Audience.CONTACTS);
    try (ScriptedClient it = client(settings)) {
      hear(it, 3);
      assertThat(next().attribute("id")).isEqualTo("go");
      XmlElement marker = next();
      assertThat(marker.attribute("to")).startsWith("romeo@localhost");
      assertThat(marker.child("urn:xmpp:chat-markers:0", "displayed")).isPresent();
    }
    assertThat(sent).isEmpty();
  }

  @Test
  void a_folder_keeps_the_timeline_and_the_receipts(@TempDir Path folder) throws Exception {
    ImSettings settings = ImSettings.standard().folder(folder);
    String id;
    try (ScriptedClient it = client(settings)) {
      TrackedMessage tracked =
          it.get(Receipts.class).send(Message.chat(Jid.of("romeo@localhost"), "Hello"));
      tracked.reached(DeliveryState.SENT).orTimeout(20, TimeUnit.SECONDS).join();
      id = tracked.id();
    }
    assertThat(folder.resolve("timeline")).exists();
    try (ScriptedClient it = client(settings)) {
      Receipts receipts = it.get(Receipts.class);
      receipts.restored().orTimeout(20, TimeUnit.SECONDS).join();
      assertThat(receipts.message(Jid.of("romeo@localhost"), id)).isNotNull();
    }
  }

  @Test
  void refuses_a_history_in_the_future_and_shows_no_paths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImSettings.standard().history(Duration.ofSeconds(-1)))
        .withMessage("length: PT-1S (expected: >= 0)");
    assertThat(ImSettings.standard().folder(Path.of("juliet")).toString())
        .contains("folder=given", "receiptsTo=CONTACTS", "markersTo=NOBODY")
        .doesNotContain("juliet");
  }
}
