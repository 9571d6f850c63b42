package im.linnet.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Failures;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.testkit.dns.Answer;
import im.linnet.testkit.dns.DnsServer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.hosts.HostsFileParser;

/**
 * Every combination of outcomes of the two questions for services, and of the two questions for
 * addresses. All pairs are asked at once.
 */
@Timeout(120)
class LookupOutcomesTest {

  /** Long enough for an answer on a busy machine. */
  private static final Duration LIMIT = Duration.ofSeconds(8);

  private enum Outcome {
    ANSWER(Answer.Now.RECORDS),
    DECLINED(Answer.Now.RECORDS),
    UNUSABLE(Answer.Now.RECORDS),
    EMPTY(Answer.Now.NODATA),
    NXDOMAIN(Answer.Now.NXDOMAIN),
    SERVFAIL(Answer.Now.SERVFAIL),
    REFUSED(Answer.Now.REFUSED),
    NOTIMP(Answer.Now.NOTIMP),
    MALFORMED(Answer.Now.MALFORMED),
    SILENT(Answer.Now.SILENCE);

    private final Answer.Now answer;

    Outcome(Answer.Now answer) {
      this.answer = answer;
    }

    /** Whether the question fails. */
    boolean fails() {
      return compareTo(SERVFAIL) >= 0;
    }
  }

  /** One domain for each pair. */
  private record Pair(Outcome one, Outcome other) {

    String domain() {
      return "%s-%s.test".formatted(one, other).toLowerCase(Locale.ROOT);
    }

    static List<Pair> all(Outcome... without) {
      List<Pair> pairs = new ArrayList<>();
      for (Outcome one : Outcome.values()) {
        for (Outcome other : Outcome.values()) {
          if (!List.of(without).contains(one) && !List.of(without).contains(other)) {
            pairs.add(new Pair(one, other));
          }
        }
      }
      return pairs;
    }
  }

  private static Resolver resolver(DnsServer dns) {
    return new Resolver(
        Dns.of(dns.address()).withLimit(LIMIT),
        new HostsFileParser(Path.of("no-such-hosts-file")),
        ThreadLocalRandom::current);
  }

  private static void service(DnsServer.Builder dns, String name, Outcome outcome, int port) {
    switch (outcome) {
      case ANSWER -> dns.srv(name, 1, 0, port, "im.hosting.test");
      case DECLINED -> dns.srv(name, 0, 0, 0, ".");
      case UNUSABLE -> dns.srv(name, 0, 0, 0, "im.hosting.test");
      default -> dns.on(name, "SRV", outcome.answer);
    }
  }

  @Test
  void each_service_is_decided_by_its_own_records() {
    DnsServer.Builder records = DnsServer.builder();
    for (Pair pair : Pair.all()) {
      service(records, "_xmpps-client._tcp." + pair.domain(), pair.one, 5223);
      service(records, "_xmpp-client._tcp." + pair.domain(), pair.other, 5299);
    }
    try (DnsServer dns = records.start();
        Resolver resolver = resolver(dns)) {
      List<CompletableFuture<Located>> asked =
          Pair.all().stream()
              .map(pair -> resolver.locate(pair.domain(), List.of(), LIMIT))
              .toList();
      for (int i = 0; i < asked.size(); i++) {
        Pair pair = Pair.all().get(i);
        List<Endpoint> expected = places(pair.one, pair.other, pair.domain());
        if (expected.isEmpty()) {
          assertThat(Failures.transport(asked.get(i)).reason())
              .as("%s", pair)
              .isEqualTo(failure(pair.one, pair.other));
        } else {
          assertThat(asked.get(i).join().inOrder(none -> false))
              .as("%s", pair)
              .containsExactlyInAnyOrderElementsOf(expected);
        }
      }
    }
  }

  private static List<Endpoint> places(Outcome direct, Outcome startTls, String domain) {
    List<Endpoint> places = new ArrayList<>();
    if (direct == Outcome.ANSWER) {
      places.add(Endpoint.directTls("im.hosting.test", 5223));
    }
    if (startTls == Outcome.ANSWER) {
      places.add(Endpoint.startTls("im.hosting.test", 5299));
    }
    if (places.isEmpty() && startTls != Outcome.DECLINED && startTls != Outcome.UNUSABLE) {
      places.add(Endpoint.startTls(domain, 5222));
    }
    return places;
  }

  private static Reason failure(Outcome direct, Outcome startTls) {
    return startTls == Outcome.DECLINED && !direct.fails() ? Reason.NO_SERVICE : Reason.UNRESOLVED;
  }

  @Test
  void the_addresses_of_one_family_are_enough() {
    DnsServer.Builder records = DnsServer.builder();
    for (Pair pair : addresses()) {
      address(records, pair.domain(), "AAAA", pair.one);
      address(records, pair.domain(), "A", pair.other);
    }
    try (DnsServer dns = records.start();
        Resolver resolver = resolver(dns)) {
      List<CompletableFuture<List<InetAddress>>> asked =
          addresses().stream().map(pair -> resolver.addresses(pair.domain())).toList();
      for (int i = 0; i < asked.size(); i++) {
        Pair pair = addresses().get(i);
        int expected =
            (pair.one == Outcome.ANSWER ? 1 : 0) + (pair.other == Outcome.ANSWER ? 1 : 0);
        if (expected == 0) {
          assertThat(Failures.transport(asked.get(i)).reason())
              .as("%s", pair)
              .isEqualTo(Reason.UNRESOLVED);
        } else {
          assertThat(asked.get(i).join()).as("%s", pair).hasSize(expected);
        }
      }
    }
  }

  private static List<Pair> addresses() {
    return Pair.all(Outcome.DECLINED, Outcome.UNUSABLE);
  }

  private static void address(DnsServer.Builder dns, String host, String type, Outcome outcome) {
    if (outcome != Outcome.ANSWER) {
      dns.on(host, type, outcome.answer);
    } else if (type.equals("A")) {
      dns.a(host, "192.0.2.1");
    } else {
      dns.aaaa(host, "2001:db8::1");
    }
  }

  /** A pair with a failed question reports it, because there may be more endpoints. */
  @Tag("N03")
  @Test
  void tells_that_records_could_not_be_had() {
    try (DnsServer dns =
            DnsServer.builder().on("_xmpp-client._tcp.a.test", "SRV", Answer.Now.REFUSED).start();
        Resolver resolver = resolver(dns)) {
      TransportException doubt = resolver.locate("a.test", List.of(), LIMIT).join().doubt();
      assertThat(doubt).hasMessageContaining("REFUSED").hasMessageContaining("_xmpp-client");
    }
  }

  private static DnsServer.Builder known() {
    return DnsServer.builder()
        .srv("_xmpp-client._tcp.a.test", 1, 0, 5299, "im.hosting.test")
        .a("im.hosting.test", "192.0.2.1");
  }

  static List<Answer.Now> withoutUnderstanding() {
    return List.of(
        Answer.Now.FORMERR,
        Answer.Now.NOTIMP,
        Answer.Now.BADVERS,
        Answer.Now.MALFORMED,
        Answer.Now.SILENCE);
  }

  @ParameterizedTest
  @MethodSource("withoutUnderstanding")
  void a_server_that_does_not_know_edns_is_asked_without(Answer.Now answer) throws Exception {
    try (DnsServer dns = known().onEdns(answer).start();
        Resolver resolver = resolver(dns)) {
      Located located = resolver.locate("a.test", List.of(), LIMIT).get(30, TimeUnit.SECONDS);
      assertThat(located.inOrder(none -> false))
          .containsExactly(Endpoint.startTls("im.hosting.test", 5299));
      int asked = dns.withEdns();
      assertThat(resolver.addresses("im.hosting.test").get(30, TimeUnit.SECONDS)).hasSize(1);
      assertThat(dns.withEdns()).as("what is known of the server is remembered").isEqualTo(asked);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Answer.Now.class,
      names = {"RECORDS", "NXDOMAIN", "SERVFAIL"})
  void a_server_that_knows_edns_is_asked_with_it(Answer.Now answer) throws Exception {
    try (DnsServer dns = known().on("b.test", "A", answer).start();
        Resolver resolver = resolver(dns)) {
      outcome(resolver.addresses("b.test"));
      assertThat(resolver.addresses("im.hosting.test").get(30, TimeUnit.SECONDS)).hasSize(1);
      assertThat(dns.withEdns()).isEqualTo(dns.queries().size());
    }
  }

  /** Waits for the end, successful or not. */
  private static @Nullable Throwable outcome(CompletableFuture<?> future) {
    return future.handle((value, failure) -> failure).join();
  }
}
