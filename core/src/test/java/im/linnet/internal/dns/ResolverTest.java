package im.linnet.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Failures;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.hosts.HostsFileParser;

/** Rows N of the security catalogue, against a DNS server on the loopback. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ResolverTest {

  private static final String DOMAIN = "example.org";
  private static final String DIRECT = "_xmpps-client._tcp.example.org";
  private static final String START_TLS = "_xmpp-client._tcp.example.org";
  private static final List<Endpoint> NO_FALLBACK = List.of();
  private static final List<Endpoint> FALLBACK = List.of(Endpoint.startTls("other.example", 5299));

  @TempDir Path folder = Path.of("");
  private final LocalDns dns = new LocalDns();
  private Resolver resolver = resolver(Dns.of(dns.address()), Path.of("no-such-hosts-file"));

  @BeforeEach
  void cleanResolver() {
    assertThat(dns.queries()).isEmpty();
  }

  @AfterEach
  void close() {
    resolver.close();
    dns.close();
  }

  private static Resolver resolver(Dns dns, Path hosts) {
    Random random = new Random(7);
    return new Resolver(dns, new HostsFileParser(hosts), () -> random);
  }

  private void use(Dns setting) {
    resolver.close();
    resolver = resolver(setting, folder.resolve("none"));
  }

  private List<Endpoint> located() {
    return places(locate(DOMAIN, NO_FALLBACK));
  }

  private CompletableFuture<Located> locate(String domain, List<Endpoint> fallback) {
    return resolver.locate(domain, fallback, Duration.ofMinutes(1));
  }

  private static List<Endpoint> places(CompletableFuture<Located> located) {
    return located.join().inOrder(none -> false);
  }

  private static Reason failure(CompletableFuture<?> future) {
    return Failures.transport(future).reason();
  }

  @Tag("N04")
  @Test
  void orders_both_services_together_by_priority() {
    dns.with(DIRECT, "SRV", "20 0 5223 c.example.org.")
        .with(DIRECT, "SRV", "5 0 443 a.example.org.")
        .with(START_TLS, "SRV", "10 0 5222 B.example.org.");

    assertThat(located())
        .containsExactly(
            Endpoint.directTls("a.example.org", 443),
            Endpoint.startTls("b.example.org", 5222),
            Endpoint.directTls("c.example.org", 5223));
    assertThat(dns.queries()).containsExactlyInAnyOrder(DIRECT + " SRV", START_TLS + " SRV");
  }

  @Test
  void tries_the_service_that_is_not_declined() {
    dns.with(DIRECT, "SRV", "0 0 0 .").with(START_TLS, "SRV", "0 0 5222 a.example.org.");

    assertThat(located()).containsExactly(Endpoint.startTls("a.example.org", 5222));
  }

  @Test
  void gives_up_when_both_services_are_declined_even_with_a_fallback() {
    dns.with(DIRECT, "SRV", "0 0 0 .").with(START_TLS, "SRV", "0 0 0 .");

    assertThat(failure(locate(DOMAIN, FALLBACK))).isEqualTo(Reason.NO_SERVICE);
    assertThat(dns.queries()).noneMatch(query -> query.endsWith(" A") || query.endsWith(" AAAA"));
  }

  @Test
  void does_not_fall_back_to_a_declined_starttls() {
    dns.with(START_TLS, "SRV", "0 0 0 .");

    assertThat(failure(locate(DOMAIN, NO_FALLBACK))).isEqualTo(Reason.NO_SERVICE);
  }

  @Test
  void falls_back_to_starttls_when_only_direct_tls_is_declined() {
    dns.with(DIRECT, "SRV", "0 0 0 .");

    assertThat(located()).containsExactly(Endpoint.startTls(DOMAIN, 5222));
  }

  @Tag("N02")
  @Test
  void falls_back_to_the_domain_when_the_names_do_not_exist() {
    assertThat(located()).containsExactly(Endpoint.startTls(DOMAIN, 5222));
  }

  @Tag("N02")
  @Test
  void falls_back_to_the_domain_when_the_names_have_no_srv() {
    dns.withNoData(DIRECT).withNoData(START_TLS);

    assertThat(located()).containsExactly(Endpoint.startTls(DOMAIN, 5222));
  }

  @Test
  void prefers_the_callers_fallback_to_the_domain() {
    assertThat(places(locate(DOMAIN, FALLBACK))).isEqualTo(FALLBACK);
  }

  @ParameterizedTest
  @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED})
  void asks_the_next_server_when_one_refuses(int code) {
    try (LocalDns broken = new LocalDns().failing(DIRECT, code).failing(START_TLS, code)) {
      dns.with(START_TLS, "SRV", "0 0 5222 a.example.org.");
      use(Dns.of(broken.address(), dns.address()));

      assertThat(located()).containsExactly(Endpoint.startTls("a.example.org", 5222));
      assertThat(broken.queries()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED})
  void falls_back_to_the_domain_when_no_server_can_tell(int code) {
    dns.failing(DIRECT, code).failing(START_TLS, code);

    Located located = locate(DOMAIN, NO_FALLBACK).join();

    assertThat(located.inOrder(none -> false)).containsExactly(Endpoint.startTls(DOMAIN, 5222));
    assertThat(located.doubt()).hasMessageContaining(Rcode.string(code));
  }

  @Tag("N03")
  @Test
  void falls_back_to_the_domain_when_no_server_answers_in_time() {
    dns.silent(DIRECT, "SRV").silent(START_TLS, "SRV");
    use(Dns.of(dns.address()).withLimit(Duration.ofMillis(200)));

    Located located = locate(DOMAIN, NO_FALLBACK).join();

    assertThat(located.inOrder(none -> false)).containsExactly(Endpoint.startTls(DOMAIN, 5222));
    assertThat(located.doubt()).hasMessageContaining("in time");
  }

  @ParameterizedTest
  @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED})
  void fails_when_no_server_can_tell_an_address(int code) {
    dns.failing("h.example", code);

    CompletableFuture<List<InetAddress>> addresses = resolver.addresses("h.example");

    assertThat(failure(addresses)).isEqualTo(Reason.UNRESOLVED);
    assertThat(catchThrowable(addresses::join)).hasMessageContaining(Rcode.string(code));
  }

  @Tag("N03")
  @Test
  void fails_when_no_server_tells_an_address_in_time() {
    dns.silent("h.example", "A").silent("h.example", "AAAA");
    use(Dns.of(dns.address()).withLimit(Duration.ofMillis(200)));

    CompletableFuture<List<InetAddress>> addresses = resolver.addresses("h.example");

    assertThat(failure(addresses)).isEqualTo(Reason.UNRESOLVED);
    assertThat(catchThrowable(addresses::join)).hasMessageContaining("in time");
  }

  @Test
  void uses_the_callers_fallback_when_dns_fails() {
    dns.failing(DIRECT, Rcode.SERVFAIL).failing(START_TLS, Rcode.SERVFAIL);

    assertThat(places(locate(DOMAIN, FALLBACK))).isEqualTo(FALLBACK);
  }

  @Tag("N03")
  @Test
  void uses_one_service_when_the_question_for_the_other_is_dropped() {
    dns.silent(DIRECT, "SRV").with(START_TLS, "SRV", "0 0 5222 a.example.org.");

    assertThat(located()).containsExactly(Endpoint.startTls("a.example.org", 5222));
  }

  @Tag("N05")
  @Test
  void caps_the_number_of_places_and_reads_long_answers_by_tcp() {
    for (int i = 0; i < 500; i++) {
      dns.with(START_TLS, "SRV", i + " 0 5222 host" + i + ".example.org.");
    }

    List<Endpoint> places = located();

    assertThat(places).hasSize(Located.MAX);
    assertThat(places.get(31)).isEqualTo(Endpoint.startTls("host31.example.org", 5222));
  }

  @Tag("N05")
  @Test
  void skips_records_that_can_not_be_used() {
    dns.with(START_TLS, "SRV", "0 0 0 zero.example.org.")
        .with(START_TLS, "SRV", "0 0 5222 192.0.2.1.")
        .with(START_TLS, "SRV", "0 0 5222 .")
        .with(START_TLS, "SRV", "0 0 5222 " + START_TLS + ".")
        .with(START_TLS, "SRV", "9 0 5222 good.example.org.");

    assertThat(located()).containsExactly(Endpoint.startTls("good.example.org", 5222));
  }

  @Test
  void fails_when_all_records_can_not_be_used() {
    dns.with(START_TLS, "SRV", "0 0 0 zero.example.org.");

    assertThat(failure(locate(DOMAIN, NO_FALLBACK))).isEqualTo(Reason.UNRESOLVED);
    assertThat(places(locate(DOMAIN, FALLBACK))).isEqualTo(FALLBACK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "2001:db8::7", "localhost", "xmpp.localhost"})
  void asks_nobody_about_addresses_and_this_machine(String domain) {
    assertThat(places(locate(domain, NO_FALLBACK)))
        .containsExactly(Endpoint.startTls(domain, 5222));
    assertThat(resolver.addresses(domain).join()).isNotEmpty();
    assertThat(dns.queries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a..b",
        ".a",
        "a_b.example",
        "a\0b.example",
        "a b",
        "-a.example",
        "a-.example",
        "a\\.b",
        "1.2.3",
        "127.1",
        "bücher.example",
        "[::1]"
      })
  void refuses_what_is_no_host_name_before_any_packet(String name) {
    assertThat(catchThrowable(locate(name, FALLBACK)::join))
        .hasCauseInstanceOf(RefusedException.class);
    assertThat(catchThrowable(resolver.addresses(name)::join))
        .hasCauseInstanceOf(RefusedException.class);
    assertThat(dns.queries()).isEmpty();
  }

  @Tag("N09")
  @Test
  void refuses_labels_and_names_that_are_too_long() {
    String label = "a".repeat(63);
    String longest = (label + ".").repeat(3) + "a".repeat(61);

    assertThat(HostName.orNull(longest)).isNotNull();
    assertThat(HostName.orNull(longest + "a")).isNull();
    assertThat(HostName.orNull("a" + label + ".example")).isNull();
  }

  @Test
  void falls_back_when_the_domain_leaves_no_room_for_a_service_label() {
    String domain = ("a".repeat(63) + ".").repeat(3) + "a".repeat(61);

    assertThat(places(locate(domain, NO_FALLBACK)))
        .containsExactly(Endpoint.startTls(domain, 5222));
    assertThat(dns.queries()).isEmpty();
  }

  @Tag("N08")
  @Test
  void takes_an_international_domain_as_its_a_label() {
    dns.with("_xmpp-client._tcp.xn--bcher-kva.example", "SRV", "0 0 5222 a.example.org.");

    assertThat(places(locate("xn--bcher-kva.example", NO_FALLBACK)))
        .containsExactly(Endpoint.startTls("a.example.org", 5222));
  }

  @Test
  void gives_addresses_of_both_families_in_turn() throws IOException {
    dns.with("h.example", "A", "192.0.2.1")
        .with("h.example", "A", "192.0.2.2")
        .with("h.example", "A", "192.0.2.3")
        .with("h.example", "AAAA", "2001:db8::1");

    List<InetAddress> addresses = resolver.addresses("h.example").join();

    assertThat(addresses).hasSize(4);
    assertThat(addresses.get(0)).isEqualTo(InetAddress.getByName("2001:db8::1"));
    assertThat(addresses.subList(1, 4)).allMatch(address -> address.getAddress().length == 4);
  }

  @Test
  void makes_do_with_one_family_when_the_other_is_dropped() throws IOException {
    dns.with("h.example", "A", "192.0.2.1").silent("h.example", "AAAA");

    assertThat(resolver.addresses("h.example").join())
        .containsExactly(InetAddress.getByName("192.0.2.1"));
  }

  @Tag("N05")
  @Test
  void follows_a_cname_to_the_addresses() throws IOException {
    dns.with("h.example", "CNAME", "real.example.").with("real.example", "A", "192.0.2.9");

    assertThat(resolver.addresses("h.example").join())
        .containsExactly(InetAddress.getByName("192.0.2.9"));
  }

  @Tag("N05")
  @Test
  void gives_up_on_a_circle_of_cnames() {
    dns.with("a.example", "CNAME", "b.example.").with("b.example", "CNAME", "a.example.");

    assertThat(failure(resolver.addresses("a.example"))).isEqualTo(Reason.UNRESOLVED);
    assertThat(dns.queries()).hasSizeLessThan(40);
  }

  @Tag("N10")
  @Test
  void does_not_believe_additional_records() throws IOException {
    dns.with(START_TLS, "SRV", "0 0 5222 h.example.")
        .withAdditional("h.example", "A", "203.0.113.66")
        .with("h.example", "A", "192.0.2.1");

    assertThat(located()).containsExactly(Endpoint.startTls("h.example", 5222));
    assertThat(resolver.addresses("h.example").join())
        .containsExactly(InetAddress.getByName("192.0.2.1"));
  }

  @Test
  void fails_for_a_host_without_address() {
    assertThat(failure(resolver.addresses("none.example"))).isEqualTo(Reason.UNRESOLVED);
  }

  @Tag("N14")
  @Test
  void keeps_answers_for_their_time_to_live_and_forgets_them_on_demand() throws IOException {
    dns.with("h.example", "A", "192.0.2.1");
    resolver.addresses("h.example").join();
    resolver.addresses("h.example").join();
    assertThat(dns.queries()).containsExactlyInAnyOrder("h.example A", "h.example AAAA");

    dns.without("h.example").with("h.example", "A", "192.0.2.2");
    resolver.forget();

    assertThat(resolver.addresses("h.example").join())
        .containsExactly(InetAddress.getByName("192.0.2.2"));
  }

  @Test
  void does_not_keep_answers_without_a_time_to_live() throws IOException {
    dns.with("h.example", "A", 0, "192.0.2.1");
    resolver.addresses("h.example").join();
    dns.without("h.example").with("h.example", "A", 0, "192.0.2.2");

    assertThat(resolver.addresses("h.example").join())
        .containsExactly(InetAddress.getByName("192.0.2.2"));
  }

  @Test
  void believes_the_hosts_file_before_dns() throws IOException {
    Path hosts = Files.writeString(folder.resolve("hosts"), "192.0.2.5 h.example\n");
    dns.with("h.example", "A", "192.0.2.1").with("h.example", "AAAA", "2001:db8::1");
    resolver.close();
    resolver = resolver(Dns.of(dns.address()), hosts);

    assertThat(resolver.addresses("h.example").join())
        .containsExactly(InetAddress.getByName("192.0.2.5"));
    assertThat(dns.queries()).isEmpty();
  }

  @Test
  void a_closed_resolver_says_so_and_leaves_no_thread() throws InterruptedException {
    located();
    Thread worker = worker();
    resolver.close();
    worker.join();

    assertThat(failure(locate(DOMAIN, NO_FALLBACK))).isEqualTo(Reason.CLOSED_HERE);
    assertThat(failure(resolver.addresses("h.example"))).isEqualTo(Reason.CLOSED_HERE);
  }

  /** The thread that completes look-ups, unless one has ended too early to be observed. */
  private Thread worker() {
    Thread found = Thread.currentThread();
    while (found.equals(Thread.currentThread())) {
      CompletableFuture<Thread> thread = new CompletableFuture<>();
      resolver
          .addresses("h" + System.nanoTime() + ".example")
          .whenComplete((addresses, failure) -> thread.complete(Thread.currentThread()));
      found = thread.join();
    }
    return found;
  }
}
