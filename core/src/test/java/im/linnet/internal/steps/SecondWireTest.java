package im.linnet.internal.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.failure.AuthenticationException;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One exchange in two wire forms: that of RFC 6120, and one like XEP-0388. */
class SecondWireTest {

  private static final String SASL2 = "urn:xmpp:sasl:2";
  private static final String FAST = "urn:xmpp:fast:0";
  private static final Element TOKEN =
      Element.builder("token", FAST).attribute("token", "secret").build();

  private final Tokens tokens = new Tokens();

  /** The wire form of XEP-0388. */
  private record Sasl2Wire() implements SaslWire {

    @Override
    public Element begin(SaslMechanism mechanism, @Nullable String text, List<Element> carried) {
      ElementBuilder begin =
          Element.builder("authenticate", SASL2).attribute("mechanism", mechanism.name());
      if (text != null) {
        begin.child(Element.of("initial-response", SASL2, text));
      }
      return begin.children(carried).build();
    }

    @Override
    public String namespace() {
      return SASL2;
    }

    @Override
    public Reply read(Element answer) {
      if (answer.is("challenge", SASL2)) {
        return new Reply.Challenge(answer.text());
      }
      if (answer.is("success", SASL2)) {
        Element data = answer.child("additional-data", SASL2);
        return new Reply.Success(data == null ? null : data.text(), answer.children());
      }
      return answer.is("failure", SASL2) ? new Reply.Failure(answer) : new Reply.Other();
    }
  }

  /** Requests a token with its message, and keeps the one it receives. */
  private static final class Tokens implements SaslMechanism {

    private final List<String> calls = new ArrayList<>();

    @Override
    public String name() {
      return "X-TOKENS";
    }

    @Override
    public SaslExchange start(SaslChannel channel) {
      return new SaslExchange() {
        @Override
        public CompletionStage<Optional<byte[]>> initialResponse() {
          return CompletableFuture.completedStage(Optional.of(bytes("hello")));
        }

        @Override
        public List<Element> elements() {
          return List.of(Element.of("request-token", FAST));
        }

        @Override
        public CompletionStage<byte[]> respond(byte[] challenge) {
          calls.add("respond " + new String(challenge, StandardCharsets.UTF_8));
          return CompletableFuture.completedStage(bytes("yes"));
        }

        @Override
        public void succeeded(byte[] additional) {
          calls.add("succeeded " + new String(additional, StandardCharsets.UTF_8));
        }

        @Override
        public void received(List<Element> elements) {
          calls.add("received " + elements.stream().map(Element::name).toList());
        }
      };
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Element signIn(ScriptedNegotiation server, SaslWire wire) {
    SaslChannel channel =
        NegotiatedChannel.of(
            server,
            server.features().get("mechanisms", SaslAuthentication.NAMESPACE),
            true,
            Runnable::run);
    return SaslConversation.of(server, tokens, channel, wire).run().toCompletableFuture().join();
  }

  @Test
  void speaks_rfc_6120() {
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("X-TOKENS").challenge("c3VyZT8=").success("b2s=");
    signIn(server, new Rfc6120Wire());
    assertThat(server.sent)
        .containsExactly(
            Element.builder("auth", ScriptedNegotiation.NS)
                .attribute("mechanism", "X-TOKENS")
                .text("aGVsbG8=")
                .build(),
            Element.of("response", ScriptedNegotiation.NS, "eWVz"));
    assertThat(tokens.calls).containsExactly("respond sure?", "succeeded ok", "received []");
  }

  @Test
  void speaks_the_other_one() {
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("X-TOKENS")
            .reply(Element.of("challenge", SASL2, "c3VyZT8="))
            .reply(
                Element.builder("success", SASL2)
                    .child("additional-data", "b2s=")
                    .child(TOKEN)
                    .build());
    Element answer = signIn(server, new Sasl2Wire());
    assertThat(answer.child("token", FAST)).isEqualTo(TOKEN);
    assertThat(server.sent)
        .containsExactly(
            Element.builder("authenticate", SASL2)
                .attribute("mechanism", "X-TOKENS")
                .child("initial-response", "aGVsbG8=")
                .child(Element.of("request-token", FAST))
                .build(),
            Element.of("response", SASL2, "eWVz"));
    assertThat(tokens.calls)
        .containsExactly("respond sure?", "succeeded ok", "received [additional-data, token]");
  }

  /** Its conditions are those of RFC 6120, in that namespace. */
  @Test
  void reads_why_the_other_one_refuses() {
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("X-TOKENS")
            .reply(
                Element.builder("failure", SASL2)
                    .child(Element.of("not-authorized", ScriptedNegotiation.NS))
                    .child("text", "No")
                    .build());
    CompletionException thrown =
        catchThrowableOfType(CompletionException.class, () -> signIn(server, new Sasl2Wire()));
    assertThat(thrown.getCause())
        .isInstanceOfSatisfying(
            AuthenticationException.class,
            refused -> {
              assertThat(refused.condition()).isEqualTo("not-authorized");
              assertThat(refused.text()).isEqualTo("No");
            });
  }
}
