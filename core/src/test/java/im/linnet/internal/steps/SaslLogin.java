package im.linnet.internal.steps;

import static im.linnet.internal.steps.ScriptedNegotiation.NS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.sasl.Channels;
import im.linnet.sasl.Sasl;
import im.linnet.stream.StreamFeature.Next;
import im.linnet.xml.Element;
import java.util.Base64;

/** Signs in through a {@link ScriptedNegotiation}, with the outcome that a test wants. */
final class SaslLogin {

  private SaslLogin() {}

  static Next succeeds(Sasl sasl, ScriptedNegotiation server) {
    return new SaslAuthentication(sasl, true, Runnable::run)
        .negotiate(server)
        .toCompletableFuture()
        .join();
  }

  static AuthenticationException fails(Sasl sasl, ScriptedNegotiation server, Reason reason) {
    Throwable failure =
        Channels.failure(() -> new SaslAuthentication(sasl, true, Runnable::run).negotiate(server));
    assertThat(failure)
        .asInstanceOf(type(AuthenticationException.class))
        .returns(reason, AuthenticationException::reason);
    assertThat(server.mechanism).isNull();
    return (AuthenticationException) failure;
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  static Element auth(String mechanism, String text) {
    return Element.builder("auth", NS).attribute("mechanism", mechanism).text(text).build();
  }
}
