package im.linnet.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.failure.RefusedException;
import im.linnet.fleet.session.FleetSession;
import im.linnet.fleet.session.SessionEvents;
import im.linnet.fleet.session.SessionFactory;
import im.linnet.fleet.session.SessionSetup;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetBuilderTest {

  private static FleetBuilder complete() {
    return Fleet.named("bots")
        .bind("127.0.0.1", 7001)
        .seeds("127.0.0.1:7001")
        .sessions(account -> XmppClient.builder(account).sasl(Sasl.password("secret")));
  }

  @Test
  void what_is_required_is_named_if_it_is_missing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Fleet.named("bots").build())
        .withMessageContaining("bind: absent");
    assertThatIllegalStateException()
        .isThrownBy(() -> Fleet.named("bots").bind("127.0.0.1", 1).build())
        .withMessageContaining("seeds: none");
    assertThatIllegalStateException()
        .isThrownBy(() -> Fleet.named("bots").bind("127.0.0.1", 1).seeds("a:1").build())
        .withMessageContaining("sessions: absent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-bots", "two words", "a.b", "a/b"})
  void a_name_that_the_engine_does_not_take_is_refused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Fleet.named(name));
  }

  @Test
  void numbers_and_times_that_make_no_sense_are_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> complete().shards(0));
    assertThatIllegalArgumentException().isThrownBy(() -> complete().sends(1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> complete().waitFor(0));
    assertThatIllegalArgumentException().isThrownBy(() -> complete().every(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> SignInRate.perDomain(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new SignInRate(5, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> complete().resumeWithin(Duration.ofSeconds(5)));
  }

  @Test
  void a_node_that_was_not_started_refuses_and_tells_that_it_is_not_there() {
    Fleet fleet = complete().build();
    assertThat(fleet.health().status()).isEqualTo(FleetHealth.Status.JOINING);
    assertThat(fleet.meters().sessions()).isZero();
    Message hello = Message.chat(Jid.of("romeo@example.com"), "Hello");
    assertThatThrownBy(() -> fleet.send(Jid.of("bot@example.com"), hello).join())
        .cause()
        .isInstanceOf(RefusedException.class);
    fleet.leave().join();
    assertThat(fleet.health().status()).isEqualTo(FleetHealth.Status.GONE);
    assertThatThrownBy(() -> fleet.start().join()).cause().isInstanceOf(RefusedException.class);
  }

  @Test
  void nothing_of_the_engine_is_in_the_api() {
    Stream<Class<?>> api =
        Stream.of(
            AccountState.class,
            Fleet.class,
            FleetBuilder.class,
            FleetChange.class,
            FleetHealth.class,
            FleetMeters.class,
            SignInRate.class,
            FleetSession.class,
            SessionEvents.class,
            SessionFactory.class,
            SessionSetup.class);
    assertThat(
            api.flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.getDeclaringClass() != Object.class)
                .map(Method::toGenericString))
        .isNotEmpty()
        .noneMatch(signature -> signature.contains("pekko") || signature.contains("scala."))
        .noneMatch(signature -> signature.contains(".internal."));
  }
}
