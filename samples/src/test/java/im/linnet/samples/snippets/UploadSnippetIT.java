package im.linnet.samples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first snippet of the page about uploads, with a service on this machine. */
@Timeout(120)
class UploadSnippetIT {

  private static final String DOMAIN = "example.com";
  private static final String FILE = "What light through yonder window breaks?";

  @TempDir private Path folder;

  private final TestCertificates authority = TestCertificates.create();
  private final CompletableFuture<String> uploaded = new CompletableFuture<>();
  private HttpsServer service;

  @BeforeEach
  void start() throws Exception {
    service = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.setHttpsConfigurator(
        new HttpsConfigurator(authority.server("localhost").serverContext()));
    service.createContext("/", this::store);
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  private void store(HttpExchange exchange) throws IOException {
    try (exchange) {
      uploaded.complete(
          exchange.getRequestMethod()
              + " "
              + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      exchange.sendResponseHeaders(201, -1);
    }
  }

  @Test
  void uploads_the_file_and_sends_its_link() throws Exception {
    Files.writeString(folder.resolve("summit.jpg"), FILE);
    String link = "https://localhost:%d/1/summit.jpg".formatted(service.getAddress().getPort());
    String slot =
        "<slot xmlns='urn:xmpp:http:upload:0'><put url='%s'/><get url='%s'/></slot>"
            .formatted(link, link);
    Answers answers = new Answers().with("urn:xmpp:http:upload:0", question -> slot);
    try (ScriptedPeer peer =
            ScriptedPeer.listen()
                .withTls(authority.server(DOMAIN).serverContext())
                .script(FirstSnippetsIT.signingIn("secret", answers));
        LocalDomain domain = LocalDomain.of(DOMAIN, peer.port(), authority, folder)) {
      assertThat(Pasted.run(allowingThisMachine(), folder, domain, 0)).contains("40 of 40");
      peer.await();
      assertThat(uploaded).isCompletedWithValue("PUT " + FILE);
      assertThat(peer.connection(1).text()).contains("<body>" + link + "</body>");
    }
  }

  /** Uploads go to the public Internet only, unless a host is allowed. */
  private static Snippet allowingThisMachine() {
    Snippet page = Pages.first("extensions/messages/upload/README.md");
    String settings = "UploadSettings.standard().allowHost(\"localhost\")";
    return page.saying(
        text -> text.replace("Uploads::new", "it -> new Uploads(it, " + settings + ")"));
  }
}
