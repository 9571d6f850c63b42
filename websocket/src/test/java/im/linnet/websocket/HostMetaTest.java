package im.linnet.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.stream.Transport;
import im.linnet.testkit.net.RefusingPort;
import im.linnet.testkit.websocket.HostMetaServer;
import im.linnet.testkit.websocket.RequestHead;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The host-meta of a domain, fetched by a client; row R09 of the security catalogue. */
@Tag("R09")
@Timeout(120)
class HostMetaTest {

  private static final String XRD = "<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>";
  private static final String REL = "urn:xmpp:alt-connections:websocket";
  private static final String WSS = "wss://web.example.test/ws";

  @AutoClose private final RefusingPort closed = RefusingPort.open();
  @AutoClose private final DomainFixture domain = new DomainFixture(closed.number());

  /** Asks a port for the host-meta in place of the transport. */
  private record Probe(int port, CompletableFuture<HostMeta> answer)
      implements Transport, Transport.Alternatives {

    @Override
    public boolean serves(Endpoint endpoint) {
      return false;
    }

    @Override
    public CompletionStage<Line> open(Endpoint endpoint, Events events) {
      throw new AssertionError("serves nothing");
    }

    @Override
    public Alternatives alternatives() {
      return this;
    }

    @Override
    public Duration headStart() {
      return Duration.ZERO;
    }

    @Override
    public CompletionStage<List<Endpoint>> find(Network network) {
      CompletableFuture<HostMeta> asked = HostMetaQuery.ask(network, port);
      asked.whenComplete(
          (meta, failure) -> {
            if (failure == null) {
              answer.complete(meta);
            } else {
              answer.completeExceptionally(failure);
            }
          });
      return asked.thenApply(meta -> List.of());
    }
  }

  private HostMeta ask(int port) throws Exception {
    Probe probe = new Probe(port, new CompletableFuture<>());
    try (XmppClient client = domain.builder().transport(probe).build()) {
      CompletableFuture<?> connecting = client.connect();
      HostMeta meta = DomainFixture.await(probe.answer);
      connecting.cancel(false);
      return meta;
    }
  }

  private HostMeta ask() throws Exception {
    return ask(domain.web().port());
  }

  private TransportException failure(int port) {
    ExecutionException failed = catchThrowableOfType(ExecutionException.class, () -> ask(port));
    assertThat(failed.getCause()).isInstanceOf(TransportException.class);
    return (TransportException) Objects.requireNonNull(failed.getCause());
  }

  private List<String> paths() {
    return domain.web().requests().stream().map(RequestHead::target).toList();
  }

  @Test
  void json_is_asked_for_first() throws Exception {
    domain.web().json(WSS);
    assertThat(ask().webSockets()).containsExactly(URI.create(WSS));
    assertThat(paths()).containsExactly(HostMetaServer.JSON);
    RequestHead request = domain.web().requests().get(0);
    assertThat(request.header("Host")).isEqualTo("example.test:" + domain.web().port());
    assertThat(request.header("Accept")).isEqualTo("application/json");
    assertThat(request.header("Cookie")).isNull();
  }

  @Test
  void xml_is_asked_for_if_there_is_no_json() throws Exception {
    domain.web().xml(WSS);
    assertThat(ask().webSockets()).containsExactly(URI.create(WSS));
    assertThat(paths()).containsExactly(HostMetaServer.JSON, HostMetaServer.XML);
  }

  @Test
  void a_domain_without_host_meta_has_no_websockets() throws Exception {
    assertThat(ask().webSockets()).isEmpty();
  }

  @Test
  void only_links_with_tls_count() throws Exception {
    domain
        .web()
        .json(
            "http://web.example.test/ws",
            "https://web.example.test/ws",
            "ws://web.example.test/ws",
            "wss:web.example.test",
            "wss:///ws",
            "wss://user:secret@web.example.test/ws",
            "wss://web.example.test:0/ws",
            "wss://web.example.test:99999/ws",
            "wss://bad host/ws",
            "javascript:alert(1)",
            "",
            "WSS://web.example.test/upper",
            WSS,
            WSS);
    assertThat(ask().webSockets())
        .containsExactly(URI.create("WSS://web.example.test/upper"), URI.create(WSS));
  }

  @Test
  void at_most_eight_links_count() throws Exception {
    domain
        .web()
        .json(Stream.iterate(0, i -> i + 1).limit(100).map(i -> WSS + i).toArray(String[]::new));
    assertThat(ask().webSockets()).hasSize(8);
  }

  static Stream<Arguments> documents() {
    String link = "{\"rel\":\"" + REL + "\",\"href\":\"" + WSS + "\"}";
    return Stream.of(
        arguments(HostMetaServer.JSON, "{\"links\":[" + link + "]}"),
        arguments(
            HostMetaServer.JSON,
            "\uFEFF{\"subject\":\"x\",\"xmpp\":{\"ttl\":[1,{\"a\":null}]},\"links\":[1,[],null,"
                + "{\"rel\":\"other\",\"href\":\"wss://other.test/\"},{\"rel\":"
                + "\"urn:xmpp:alt-connections:xbosh\",\"href\":\"https://web.example.test/b\"},"
                + "{\"rel\":5,\"href\":{}},{\"href\":\"wss://none.test/\"},{\"rel\":\""
                + REL
                + "\",\"titles\":{\"default\":\"x\"},\"href\":\""
                + WSS
                + "\",\"ips\":[\"1.2.3.4\"]}],\"expires\":1}"),
        arguments(
            HostMetaServer.XML,
            "<?xml version='1.0'?><!-- ours --><?php x?>"
                + XRD
                + "<Subject>x</Subject><Link rel='lrdd' template='x'/><Link rel='"
                + REL
                + "' href='"
                + WSS
                + "'><Title>x</Title><Link rel='"
                + REL
                + "' href='wss://inner.test/'/></Link><x:Link xmlns:x='y' rel='"
                + REL
                + "' href='wss://foreign.test/'/></XRD>"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void what_surrounds_the_links_does_not_matter(String path, String body) throws Exception {
    domain.web().document(path, "text/plain", body);
    assertThat(ask().webSockets()).containsExactly(URI.create(WSS));
  }

  static Stream<Arguments> unreadable() {
    String link = "<Link rel='" + REL + "' href='" + WSS + "'/>";
    String bomb =
        "<!DOCTYPE XRD [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
            + "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>";
    return Stream.of(
        arguments("a web page", "<!DOCTYPE html><html><body>Welcome</body></html>"),
        arguments("another root", "<XRD>" + link + "</XRD>"),
        arguments("entities", bomb + XRD + "&c;" + link + "</XRD>"),
        arguments(
            "a file",
            "<!DOCTYPE XRD [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>" + XRD + "&f;</XRD>"),
        arguments("a document type", "<!DOCTYPE XRD>" + XRD + link + "</XRD>"),
        arguments("an undeclared entity", XRD + "&x;" + link + "</XRD>"),
        arguments("a cut document", XRD + link),
        arguments("depth", XRD + "<a>".repeat(100) + "</a>".repeat(100) + "</XRD>"),
        arguments("a long value", XRD + "<Link rel='" + "x".repeat(10_000) + "'/></XRD>"),
        arguments("nothing", ""),
        arguments("json", "{}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unreadable")
  void xml_that_is_no_host_meta_is_refused(String name, String body) {
    domain.web().document(HostMetaServer.XML, "application/xrd+xml", body);
    assertThat(failure(domain.web().port()))
        .hasMessageContaining("https://example.test")
        .hasMessageContaining("can't be read");
  }

  static Stream<Arguments> badJson() {
    return Stream.of(
        arguments("a web page", "<html></html>"),
        arguments("a list", "[]"),
        arguments("a cut document", "{\"links\":[{\"rel\":\"" + REL + "\""),
        arguments("two documents", "{}{}"),
        arguments("depth", "{\"links\":" + "[".repeat(1000) + "]".repeat(1000) + "}"),
        arguments("a long string", "{\"links\":[{\"rel\":\"" + "x".repeat(10_000) + "\"}]}"),
        arguments("nothing", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badJson")
  void json_that_is_no_host_meta_leads_to_the_xml(String name, String body) throws Exception {
    domain.web().document(HostMetaServer.JSON, "application/json", body).xml(WSS);
    assertThat(ask().webSockets()).containsExactly(URI.create(WSS));
  }

  static Stream<Arguments> responses() {
    String large = " ".repeat(65_537);
    return Stream.of(
        arguments(
            "a redirect",
            "HTTP/1.1 302 Found\r\nLocation: https://www.example.test/\r\n\r\n",
            "answered with 302"),
        arguments("an error", "HTTP/1.1 500 Oops\r\n\r\n", "answered with 500"),
        arguments(
            "a large document",
            "HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n" + large,
            "more than 65536 bytes"),
        arguments(
            "a large document of unknown length",
            "HTTP/1.1 200 OK\r\n\r\n" + large,
            "more than 65536 bytes"),
        arguments(
            "a large document in chunks",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + ("2000\r\n" + " ".repeat(0x2000) + "\r\n").repeat(9)
                + "0\r\n\r\n",
            "more than 65536 bytes"),
        arguments("something else", "SSH-2.0-OpenSSH_9.2\r\n\r\n", "not HTTP"),
        arguments("nothing", "", "closed the connection before it answered"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("responses")
  void a_bad_response_is_named(String name, String response, String words) {
    domain.web().answer(HostMetaServer.JSON, response).answer(HostMetaServer.XML, response);
    assertThat(failure(domain.web().port())).hasMessageContaining(words);
  }

  @Test
  void a_document_in_chunks_is_read() throws Exception {
    String document = "{\"links\":[{\"rel\":\"" + REL + "\",\"href\":\"" + WSS + "\"}]}";
    domain
        .web()
        .answer(
            HostMetaServer.JSON,
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
                .formatted(document.length(), document));
    assertThat(ask().webSockets()).containsExactly(URI.create(WSS));
  }

  @Test
  void a_document_that_ends_with_the_connection_is_read() throws Exception {
    domain
        .web()
        .answer(
            HostMetaServer.JSON,
            "HTTP/1.1 200 OK\r\n\r\n{\"links\":[{\"rel\":\"%s\",\"href\":\"%s\"}]}"
                .formatted(REL, WSS));
    assertThat(ask().webSockets()).containsExactly(URI.create(WSS));
  }

  @Test
  void the_certificate_must_be_for_the_domain() {
    try (HostMetaServer other =
        HostMetaServer.listen(DomainFixture.AUTHORITY.server("other.test").serverContext())
            .json(WSS)) {
      assertThat(failure(other.port()).reason()).isEqualTo(Reason.TLS_IDENTITY);
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void a_web_server_that_is_not_there_is_named() {
    assertThat(failure(closed.number()).reason()).isEqualTo(Reason.REFUSED);
  }
}
