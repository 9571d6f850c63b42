package im.linnet.testkit.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.xml.XmlElement;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What the two modern servers say beyond the contract of every real server. */
abstract class ModernServerContract extends WebContract {
  private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String SASL2 = "urn:xmpp:sasl:2";
  private static final String BIND2 = "urn:xmpp:bind:0";
  private static final String FAST = "urn:xmpp:fast:0";
  private static final String BINDINGS = "urn:xmpp:sasl-cb:0";
  private static final String MANAGEMENT = "urn:xmpp:sm:3";
  private static final String UPLOAD = "urn:xmpp:http:upload:0";
  private static final String ACCOUNT = USER + "@localhost";
  private static final Duration LIFETIME = Duration.ofDays(3);

  ModernServerContract(RealServer.Builder settings) {
    super(settings.tokenLifetime(LIFETIME).tokenRenewal(Duration.ofDays(1)));
  }

  /** The names in the fast element (XEP-0484) over TLS 1.3. */
  abstract Set<String> tokenMechanisms();

  /** What the element for binding (XEP-0386) can carry. */
  abstract Set<String> bindable();

  /** The domain for uploads. */
  abstract String uploads();

  @Test
  void offers_sasl2_with_bind2_and_fast() throws IOException {
    XmlElement features = features(ACCOUNT);
    XmlElement sasl2 = child(features, SASL2, "authentication");
    XmlElement inline = child(sasl2, SASL2, "inline");
    XmlElement bind = child(inline, BIND2, "bind");

    assertThat(texts(sasl2, SASL2, "mechanism"))
        .contains("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS")
        .doesNotContain("SCRAM-SHA-1");
    assertThat(attributes(child(bind, BIND2, "inline"), BIND2, "feature", "var"))
        .isEqualTo(bindable());
    assertThat(inline.child(MANAGEMENT, "sm")).isPresent();
    assertThat(texts(child(inline, FAST, "fast"), FAST, "mechanism")).isEqualTo(tokenMechanisms());
  }

  @Test
  void offers_two_types_of_channel_binding_on_every_connection() throws IOException {
    for (int connection = 0; connection < 2; connection++) {
      XmlElement features = features(ACCOUNT);
      assertThat(
              attributes(
                  child(features, BINDINGS, "sasl-channel-binding"),
                  BINDINGS,
                  "channel-binding",
                  "type"))
          .containsExactlyInAnyOrder("tls-exporter", "tls-server-end-point");
      assertThat(texts(child(features, SASL, "mechanisms"), SASL, "mechanism"))
          .contains("SCRAM-SHA-256-PLUS");
    }
  }

  @Test
  void protects_its_lists_from_downgrades() throws Exception {
    try (RawStream stream = direct(server().domain())) {
      stream.open(server().domain(), ACCOUNT);
      XmlElement features = stream.features();
      stream.send(authenticate("SCRAM-SHA-256", bytes("n,,n=" + USER + ",r=nonce"), ""));
      XmlElement challenge = next(stream, "challenge");
      String first =
          new String(Base64.getDecoder().decode(challenge.text()), StandardCharsets.UTF_8);
      assertThat(first.split(",")).contains("h=" + hashOfLists(features));
    }
  }

  @Test
  void signs_in_and_binds_at_once_and_by_token_later() throws Exception {
    XmlElement success = signIn("HT-SHA-256-NONE");
    assertThat(child(success, SASL2, "authorization-identifier").text())
        .startsWith(ACCOUNT + "/Lab");
    XmlElement bound = child(success, BIND2, "bound");
    assertThat(attribute(child(bound, MANAGEMENT, "enabled"), "id")).isNotEmpty();
    XmlElement token = child(success, FAST, "token");
    assertThat(Instant.parse(attribute(token, "expiry")))
        .isBetween(
            Instant.now().plus(LIFETIME).minus(Duration.ofDays(1)),
            Instant.now().plus(LIFETIME).plus(Duration.ofDays(1)));

    try (RawStream stream = direct(server().domain())) {
      assertSignsIn(stream, "HT-SHA-256-NONE", attribute(token, "token"), new byte[0]);
    }
  }

  @Test
  void binds_a_token_to_its_certificate() throws Exception {
    String token = attribute(child(signIn("HT-SHA-256-ENDP"), FAST, "token"), "token");
    try (RawStream stream = direct(server().domain())) {
      byte[] certificate = MessageDigest.getInstance("SHA-256").digest(stream.peer().getEncoded());
      assertSignsIn(stream, "HT-SHA-256-ENDP", token, certificate);
    }
  }

  @Test
  void keeps_uploads() throws Exception {
    try (RawStream stream = direct(server().domain())) {
      signIn(stream, "");
      stream.send(
          "<iq type='get' id='u1' to='%s'><request xmlns='%s' filename='a' size='5'/></iq>"
              .formatted(uploads(), UPLOAD));
      stream.readUntil("<iq");
      XmlElement slot = child(XmlElement.parse("<iq" + stream.readUntil("</iq>")), UPLOAD, "slot");
      XmlElement put = child(slot, UPLOAD, "put");
      HttpRequest.Builder request = request(attribute(put, "url"));
      put.children().forEach(each -> request.header(attribute(each, "name"), each.text()));
      HttpRequest upload = request.PUT(BodyPublishers.ofString("Hello")).build();
      assertThat(client().send(upload, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
      assertThat(get(attribute(child(slot, UPLOAD, "get"), "url")).body()).isEqualTo("Hello");
    }
  }

  @Test
  void serves_host_meta() throws Exception {
    assertServesHostMeta();
  }

  /** Its answer to the first request has the features, as both servers do. */
  void assertServesBosh(String path) throws Exception {
    String body =
        "<body xmlns='http://jabber.org/protocol/httpbind' rid='100' to='localhost' wait='10'"
            + " hold='1' ver='1.6' xmpp:version='1.0' xmlns:xmpp='urn:xmpp:xbosh'/>";
    assertThat(post(path, body).body()).contains("sid=", "<mechanism>PLAIN</mechanism>");
  }

  private XmlElement features(String user) throws IOException {
    try (RawStream stream = direct(server().domain())) {
      stream.open(server().domain(), user);
      return stream.features();
    }
  }

  /** Signs in with the password, binds a resource and requests a token. */
  private XmlElement signIn(String tokenMechanism) throws IOException {
    try (RawStream stream = direct(server().domain())) {
      return signIn(
          stream, "<request-token xmlns='%s' mechanism='%s'/>".formatted(FAST, tokenMechanism));
    }
  }

  private XmlElement signIn(RawStream stream, String request) throws IOException {
    stream.open(server().domain(), ACCOUNT);
    stream.features();
    stream.send(authenticate("PLAIN", bytes("\0" + USER + "\0" + PASSWORD), bind() + request));
    return next(stream, "success");
  }

  private void assertSignsIn(RawStream stream, String mechanism, String token, byte[] binding)
      throws IOException, GeneralSecurityException {
    stream.open(server().domain(), ACCOUNT);
    stream.features();
    byte[] proof = hmac(token, "Initiator", binding);
    byte[] name = bytes(USER + "\0");
    byte[] message = new byte[name.length + proof.length];
    System.arraycopy(name, 0, message, 0, name.length);
    System.arraycopy(proof, 0, message, name.length, proof.length);
    stream.send(authenticate(mechanism, message, bind() + "<fast xmlns='%s'/>".formatted(FAST)));
    String answer = child(next(stream, "success"), SASL2, "additional-data").text();
    assertThat(Base64.getDecoder().decode(answer)).isEqualTo(hmac(token, "Responder", binding));
  }

  private static String bind() {
    return "<bind xmlns='%s'><tag>Lab</tag><enable xmlns='%s' resume='true'/></bind>"
        .formatted(BIND2, MANAGEMENT);
  }

  private static String authenticate(String mechanism, byte[] initial, String requests) {
    return ("<authenticate xmlns='%s' mechanism='%s'><initial-response>%s</initial-response>"
            + "<user-agent id='d4565fa7-4d72-4749-b3d3-740edbf87770'/>%s</authenticate>")
        .formatted(SASL2, mechanism, Base64.getEncoder().encodeToString(initial), requests);
  }

  /** The answer, which must have this name. */
  private static XmlElement next(RawStream stream, String name) throws IOException {
    return XmlElement.parse(stream.readUntil("</" + name + ">"));
  }

  /** XEP-0474, section 2.2: sorted, with 0x1E between the names and 0x1F between the lists. */
  private static String hashOfLists(XmlElement features) throws GeneralSecurityException {
    String mechanisms =
        String.join(
            "\u001e",
            new TreeSet<>(texts(child(features, SASL2, "authentication"), SASL2, "mechanism")));
    String types =
        String.join(
            "\u001e",
            new TreeSet<>(
                attributes(
                    child(features, BINDINGS, "sasl-channel-binding"),
                    BINDINGS,
                    "channel-binding",
                    "type")));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes(mechanisms + "\u001f" + types));
    return Base64.getEncoder().encodeToString(hash);
  }

  private static byte[] hmac(String token, String role, byte[] binding)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(bytes(token), "HmacSHA256"));
    mac.update(bytes(role));
    return mac.doFinal(binding);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static XmlElement child(XmlElement parent, String namespace, String name) {
    return parent
        .child(namespace, name)
        .orElseThrow(() -> new AssertionError("no " + name + " in " + parent));
  }

  private static String attribute(XmlElement element, String name) {
    return requireNonNull(element.attribute(name), () -> "no " + name + " in " + element);
  }

  private static Set<String> texts(XmlElement parent, String namespace, String name) {
    return named(parent, namespace, name).stream()
        .map(XmlElement::text)
        .collect(Collectors.toSet());
  }

  private static Set<String> attributes(
      XmlElement parent, String namespace, String name, String attribute) {
    return named(parent, namespace, name).stream()
        .map(each -> attribute(each, attribute))
        .collect(Collectors.toSet());
  }

  private static List<XmlElement> named(XmlElement parent, String namespace, String name) {
    return parent.children().stream().filter(each -> each.is(namespace, name)).toList();
  }
}
