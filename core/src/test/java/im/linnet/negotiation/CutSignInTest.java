package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.ACCOUNT;
import static im.linnet.negotiation.Trial.AUTHORITY;
import static im.linnet.negotiation.Trial.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.failure.Phase;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.sasl.FastToken;
import im.linnet.sasl.FastTokens;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.UserAgent;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.xml.XmlElement;
import im.linnet.tls.TlsPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that leave while a second mechanism is tried: the failure says both. */
@Timeout(120)
class CutSignInTest {

  private static final String SCRAM =
      "<mechanism>SCRAM-SHA-256</mechanism><mechanism>SCRAM-SHA-1</mechanism>";
  private static final String SHUTDOWN =
      "<stream:error><system-shutdown"
          + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>";

  private final ScriptedPeer peer = ScriptedPeer.listen().withTls(Trial.GOOD);
  private final FastTokens tokens = FastTokens.inMemory();

  @AfterEach
  void close() {
    peer.close();
  }

  /** Both wire forms of SASL. */
  enum Form {
    SASL("urn:ietf:params:xml:ns:xmpp-sasl", "auth", "mechanisms"),
    SASL2("urn:xmpp:sasl:2", "authenticate", "authentication");

    private final String namespace;
    private final String begin;
    private final String offer;

    Form(String namespace, String begin, String offer) {
      this.namespace = namespace;
      this.begin = begin;
      this.offer = offer;
    }

    private String features(String inside) {
      return "<stream:features><%s xmlns='%s'>%s</%s></stream:features>"
          .formatted(offer, namespace, SCRAM + inside, offer);
    }

    private String begins(String mechanism) {
      return "<%s xmlns='%s' mechanism='%s'/>".formatted(begin, namespace, mechanism);
    }

    private String failure(String condition) {
      return "<failure xmlns='%s'><%s xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></failure>"
          .formatted(namespace, condition);
    }

    /** SCRAM's first answer: the client's nonce with an addition, a salt, and a few iterations. */
    private String challenge(XmlElement first) {
      String sent = first.child(namespace, "initial-response").orElse(first).text();
      String bare = new String(Base64.getDecoder().decode(sent), StandardCharsets.UTF_8);
      String nonce = bare.substring(bare.indexOf(",r=") + 1);
      String answer = nonce + "more,s=QSXCR+Q6sek8bf92,i=4096";
      return "<challenge xmlns='%s'>%s</challenge>"
          .formatted(
              namespace,
              Base64.getEncoder().encodeToString(answer.getBytes(StandardCharsets.UTF_8)));
    }

    private Script open(Script script, String inside) {
      return script.startTls().expectHeader("").sendHeader(DOMAIN).send(features(inside));
    }

    private Script refuseFirst(Script script) {
      return open(script, "")
          .expectLike(begins("SCRAM-SHA-256"))
          .send(failure("not-authorized"))
          .expectLike(begins("SCRAM-SHA-1"));
    }
  }

  private <X extends XmppException> X failure(Class<X> type) throws Exception {
    XmppClient client =
        XmppClient.builder(ACCOUNT)
            .sasl(Sasl.password("secret"))
            .userAgent(UserAgent.of(AGENT))
            .fastTokens(tokens)
            .endpoint(Endpoint.directTls("127.0.0.1", peer.port()))
            .tls(TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build())
            .build();
    try {
      ExecutionException failed =
          catchThrowableOfType(
              ExecutionException.class, () -> client.connect().get(40, TimeUnit.SECONDS));
      assertThat(failed.getCause()).isInstanceOf(type);
      return type.cast(Objects.requireNonNull(failed.getCause()));
    } finally {
      client.shutdown().orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  private static final UUID AGENT = UUID.fromString("d4565fa7-4d72-4749-b3d3-740edbf87770");

  private AuthenticationException refusedThenCut(UnaryOperator<Script> script) throws Exception {
    peer.script(
        s -> {
          var unused = script.apply(s);
        });
    AuthenticationException failure = failure(AuthenticationException.class);
    assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
    assertThat(failure.mechanism()).isEqualTo("SCRAM-SHA-256");
    assertThat(failure.condition()).isEqualTo("not-authorized");
    assertThat(failure.retryable()).isTrue();
    assertThat(Objects.requireNonNull(failure.where()).phase()).isEqualTo(Phase.AUTHENTICATING);
    return failure;
  }

  @ParameterizedTest
  @EnumSource
  void names_the_refusal_and_the_lost_connection(Form form) throws Exception {
    AuthenticationException failure = refusedThenCut(s -> form.refuseFirst(s).close());
    assertThat(failure)
        .hasMessageContaining("refused to sign the user in by SCRAM-SHA-256: not-authorized")
        .hasMessageContaining("SCRAM-SHA-1 was tried next, and the stream ended: ")
        .hasCauseInstanceOf(TransportException.class);
  }

  @ParameterizedTest
  @EnumSource
  void names_the_refusal_and_the_stream_error(Form form) throws Exception {
    AuthenticationException failure = refusedThenCut(s -> form.refuseFirst(s).send(SHUTDOWN));
    assertThat(failure)
        .hasMessageContaining("SCRAM-SHA-1 was tried next")
        .hasMessageContaining("system-shutdown")
        .hasCauseInstanceOf(StreamException.class);
  }

  @ParameterizedTest
  @EnumSource
  void names_the_refusal_if_the_stream_ends_after_a_challenge(Form form) throws Exception {
    AuthenticationException failure =
        refusedThenCut(
            s ->
                form.open(s, "")
                    .expectLike(form.begins("SCRAM-SHA-256"))
                    .send(form.failure("not-authorized"))
                    .answer(form::challenge)
                    .expectLike("<response xmlns='%s'/>".formatted(form.namespace))
                    .close());
    assertThat(failure).hasMessageContaining("SCRAM-SHA-1 was tried next, and the stream ended: ");
  }

  @ParameterizedTest
  @EnumSource
  void names_the_loss_alone_if_nothing_was_refused(Form form) throws Exception {
    peer.script(s -> form.open(s, "").expectLike(form.begins("SCRAM-SHA-256")).close());
    TransportException failure = failure(TransportException.class);
    assertThat(failure.reason()).isEqualTo(TransportException.Reason.CLOSED);
  }

  @Test
  void names_the_refusal_of_a_token() throws Exception {
    tokens.save(
        Jid.of(ACCOUNT),
        FastToken.of("HT-SHA-256-NONE", "t", Instant.now().plusSeconds(9999), AGENT));
    peer.script(
        s ->
            Form.SASL2
                .open(
                    s,
                    "<inline><fast xmlns='urn:xmpp:fast:0'><mechanism>HT-SHA-256-NONE</mechanism>"
                        + "</fast></inline>")
                .expectLike(Form.SASL2.begins("HT-SHA-256-NONE"))
                .send(Form.SASL2.failure("credentials-expired"))
                .expectLike(Form.SASL2.begins("SCRAM-SHA-256"))
                .close());
    AuthenticationException failure = failure(AuthenticationException.class);
    assertThat(failure.mechanism()).isEqualTo("HT-SHA-256-NONE");
    assertThat(failure)
        .hasMessageContaining("credentials-expired")
        .hasMessageContaining("Another mechanism was tried next, and the stream ended")
        .hasCauseInstanceOf(TransportException.class);
    assertThat(failure.retryable()).isTrue();
    assertThat(tokens.load(Jid.of(ACCOUNT))).isNull();
  }
}
