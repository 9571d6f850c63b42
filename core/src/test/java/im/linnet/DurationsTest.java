package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import im.linnet.connection.Backoff;
import im.linnet.connection.KeepAlive;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.connection.SavedStream;
import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.internal.netty.Nanos;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Iq;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.tls.TlsPolicy;
import im.linnet.xml.Element;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every duration that a user can set, at the ends of its range: what has no sense is refused where
 * it is set, with the value and what was expected; everything else works.
 */
@Timeout(120)
class DurationsTest {

  private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration NEGATIVE = Duration.ofNanos(-1);
  private static final Duration LEAST = Duration.ofSeconds(Long.MIN_VALUE);

  private enum Zero {
    ALLOWED,
    REFUSED
  }

  private enum Most {
    FOREVER,
    A_DAY
  }

  /** A setter of the API; it is named after its class and method, with the argument that varies. */
  private record Setter(String name, Zero zero, Most most, Consumer<Duration> set) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static ClientBuilder builder() {
    return XmppClient.builder("juliet@example.test").sasl(Sasl.anonymous());
  }

  private static SavedStream.Builder saved() {
    return SavedStream.builder(Jid.of("juliet@example.test/balcony"), "id", Instant.MAX);
  }

  private static Setter positive(String name, Consumer<Duration> set) {
    return new Setter(name, Zero.REFUSED, Most.FOREVER, set);
  }

  private static List<Setter> setters() {
    return List.of(
        positive("ClientBuilder.connectLimits each", d -> builder().connectLimits(d, SECOND)),
        positive("ClientBuilder.connectLimits whole", d -> builder().connectLimits(SECOND, d)),
        positive("ClientBuilder.requestLimit", d -> builder().requestLimit(d)),
        new Setter(
            "ClientBuilder.closeLimit", Zero.ALLOWED, Most.FOREVER, d -> builder().closeLimit(d)),
        positive("RequestOptions.limit", d -> RequestOptions.standard().limit(d)),
        positive("ClientBuilder.journalLimit", d -> builder().journalLimit(d)),
        new Setter("Builder.max", Zero.ALLOWED, Most.FOREVER, d -> saved().max(d)),
        positive("ClientBuilder.filterLimit", d -> builder().filterLimit(d)),
        positive("ClientBuilder.slowCallbacks", d -> builder().slowCallbacks(d)),
        new Setter(
            "ClientContext.after",
            Zero.ALLOWED,
            Most.FOREVER,
            d -> {
              try (XmppClient client = builder().build()) {
                client.context().after(d, () -> {}).close();
              }
            }),
        new Setter(
            "XmppClient.shutdown",
            Zero.ALLOWED,
            Most.FOREVER,
            d -> {
              try (XmppClient client = builder().build()) {
                client.shutdown(d).join();
              }
            }),
        positive("Dns.<init>", d -> new Dns(List.of(), d, false)),
        positive("Dns.withLimit", d -> Dns.system().withLimit(d)),
        positive("KeepAlive.<init> silence", d -> ping(d, SECOND)),
        positive("KeepAlive.<init> answerWithin", d -> ping(SECOND, d)),
        positive("KeepAlive.ping silence", d -> KeepAlive.ping(d)),
        positive("KeepAlive.ping silence of two", d -> KeepAlive.ping(d, SECOND)),
        positive("KeepAlive.ping answerWithin", d -> KeepAlive.ping(SECOND, d)),
        positive("KeepAlive.whitespace", d -> KeepAlive.whitespace(d)),
        new Setter("Backoff.between first", Zero.REFUSED, Most.A_DAY, d -> backoff(d, d)),
        new Setter("Backoff.between most", Zero.REFUSED, Most.A_DAY, d -> backoff(SECOND, d)));
  }

  private static KeepAlive ping(Duration silence, Duration answerWithin) {
    return new KeepAlive(KeepAlive.Kind.PING, silence, answerWithin);
  }

  private static Backoff backoff(Duration first, Duration most) {
    return ReconnectPolicy.standard().between(first, most);
  }

  @ParameterizedTest
  @MethodSource("setters")
  void a_setter_checks_what_it_is_given(Setter setter) {
    for (Duration negative : List.of(NEGATIVE, LEAST)) {
      assertRefused(setter, negative);
    }
    if (setter.zero == Zero.REFUSED) {
      assertRefused(setter, Duration.ZERO);
    } else {
      assertThatCode(() -> setter.set.accept(Duration.ZERO)).doesNotThrowAnyException();
    }
    if (setter.most == Most.A_DAY) {
      assertRefused(setter, FOREVER);
    } else {
      assertThatCode(() -> setter.set.accept(FOREVER)).doesNotThrowAnyException();
    }
    assertThatCode(() -> setter.set.accept(SECOND)).doesNotThrowAnyException();
  }

  private static void assertRefused(Setter setter, Duration value) {
    assertThatThrownBy(() -> setter.set.accept(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(value.toString())
        .hasMessageContaining("(expected: ");
  }

  @Test
  void no_setter_is_missing_here() {
    JavaClasses exported =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("im.linnet")
            .that(DurationsTest.isApi());
    Set<String> found =
        exported.stream()
            .flatMap(type -> type.getCodeUnits().stream())
            .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(DurationsTest::takesDuration)
            .map(method -> method.getOwner().getSimpleName() + "." + method.getName())
            // Given to the policy by the client, and never turned into a timer.
            .filter(name -> !name.equals("Builder.lasted"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(
            setters().stream().map(setter -> setter.name.split(" ")[0]).collect(Collectors.toSet()))
        .isEqualTo(found);
  }

  private static com.tngtech.archunit.base.DescribedPredicate<
          com.tngtech.archunit.core.domain.JavaClass>
      isApi() {
    return com.tngtech.archunit.base.DescribedPredicate.describe(
        "is API",
        type ->
            type.getModifiers().contains(JavaModifier.PUBLIC)
                && !type.getPackageName().startsWith("im.linnet.internal")
                && !type.getPackageName().startsWith("im.linnet.testkit"));
  }

  private static boolean takesDuration(JavaCodeUnit method) {
    return method.getRawParameterTypes().stream()
        .anyMatch(type -> type.isEquivalentTo(Duration.class));
  }

  static Stream<Arguments> spans() {
    return Stream.of(
        arguments(FOREVER, Nanos.LONGEST),
        arguments(Duration.ofSeconds(Long.MAX_VALUE / 1_000_000_000), Nanos.LONGEST),
        arguments(Nanos.LONGEST, Nanos.LONGEST),
        arguments(Nanos.LONGEST.minusNanos(1), Nanos.LONGEST.minusNanos(1)),
        arguments(SECOND, SECOND),
        arguments(Duration.ZERO, Duration.ZERO),
        arguments(NEGATIVE, Duration.ZERO),
        arguments(LEAST, Duration.ZERO));
  }

  @ParameterizedTest
  @MethodSource("spans")
  void every_duration_has_a_value_for_a_timer(Duration duration, Duration expected) {
    assertThat(Nanos.of(duration)).isEqualTo(expected.toNanos());
  }

  /** Named by a name and not an address, so that each kind of look-up has its limit, too. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_client_without_any_limit_connects_asks_and_closes(boolean lookedUp) throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen();
        DnsServer dns =
            DnsServer.builder()
                .srv("_xmpp-client._tcp.chat.test", 0, 0, peer.port(), "im.chat.test")
                .a("im.chat.test", "127.0.0.1")
                .start();
        ClientResources resources =
            ClientResources.create(1, Dns.of(dns.address()).withLimit(FOREVER));
        XmppClient client = endless(resources, lookedUp ? null : peer.port())) {
      peer.script(
          s ->
              s.signIn("chat.test", "ANONYMOUS")
                  .bind("chat.test", "a@chat.test/b")
                  .expectLike("<iq type='get' id='{id}'/>")
                  .send("<iq type='result' id='{id}' from='chat.test'/>")
                  .expectClose()
                  .close());
      client.connect().get(10, TimeUnit.SECONDS);
      Iq ping = Iq.get(null, Element.of("ping", "urn:xmpp:ping"));
      client.request(ping, RequestOptions.standard().limit(FOREVER)).get(10, TimeUnit.SECONDS);
      client.shutdown(FOREVER).get(10, TimeUnit.SECONDS);
      peer.await();
    }
  }

  private static XmppClient endless(
      ClientResources resources, @org.jspecify.annotations.Nullable Integer port) {
    ClientBuilder builder =
        XmppClient.builder("chat.test")
            .sasl(Sasl.anonymous())
            .tls(TlsPolicy.builder().insecurelyAllowClearText().build())
            .resources(resources)
            .connectLimits(FOREVER, FOREVER)
            .requestLimit(FOREVER)
            .closeLimit(FOREVER)
            .slowCallbacks(FOREVER)
            .keepAlive(KeepAlive.ping(FOREVER, FOREVER));
    if (port != null) {
      builder.endpoint(Endpoint.startTls("im.chat.test", port));
    }
    return builder.build();
  }
}
