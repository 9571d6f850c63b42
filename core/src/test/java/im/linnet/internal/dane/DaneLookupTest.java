package im.linnet.internal.dane;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Failures;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.dane.Association.Usage;
import im.linnet.internal.dns.Resolver;
import im.linnet.testkit.dns.Answer;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.dns.Query;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.hosts.HostsFileParser;

/** What is asked, and what counts (RFC 7673, section 3), by a DNS server that validates. */
@Timeout(120)
class DaneLookupTest {

  private static final String DOMAIN = "example.test";
  private static final String HOST = "im.hosting.test";
  private static final String STARTTLS = "_xmpp-client._tcp." + DOMAIN;
  private static final String DIRECT = "_xmpps-client._tcp." + DOMAIN;
  private static final String TLSA = "_5222._tcp." + HOST;
  private static final Endpoint ENDPOINT = Endpoint.startTls(HOST, 5222);
  private static final byte[] HASH = new byte[32];

  /** What was found, and what was asked for it. */
  private record Found(Dane dane, List<String> asked) {}

  private static DnsServer.Builder usual() {
    return DnsServer.builder()
        .signed()
        .srv(STARTTLS, 1, 0, 5222, HOST)
        .srv(DIRECT, 1, 0, 5223, HOST)
        .a(HOST, "192.0.2.1")
        .tlsa(TLSA, 3, 1, 1, HASH)
        .tlsa("_5223._tcp." + HOST, 2, 0, 1, HASH);
  }

  private static Found found(
      DnsServer.Builder records, UnaryOperator<Dns> change, Endpoint endpoint, boolean named) {
    return found(records, change, DOMAIN, endpoint, named);
  }

  private static Found found(
      DnsServer.Builder records,
      UnaryOperator<Dns> change,
      String domain,
      Endpoint endpoint,
      boolean named) {
    try (DnsServer dns = records.start();
        Resolver resolver = resolver(change.apply(Dns.of(dns.address())))) {
      Dane dane = new DaneLookup(resolver).of(domain, endpoint, named).join();
      return new Found(dane, dns.queries().stream().map(DaneLookupTest::text).toList());
    }
  }

  private static String text(Query query) {
    return query.name() + " " + query.type();
  }

  private static Resolver resolver(Dns dns) {
    return new Resolver(dns, new HostsFileParser(), () -> new Random(7));
  }

  private static Dane trusting(DnsServer.Builder records, Endpoint endpoint) {
    return found(records, Dns::trustDnssec, endpoint, false).dane();
  }

  private static TransportException failure(DnsServer.Builder records) {
    try (DnsServer dns = records.start();
        Resolver resolver = resolver(Dns.of(dns.address()).trustDnssec())) {
      return Failures.transport(new DaneLookup(resolver).of(DOMAIN, ENDPOINT, false));
    }
  }

  @Test
  void asks_for_the_host_that_the_domain_names() {
    Dane dane = trusting(usual(), ENDPOINT);
    assertThat(dane.associations()).extracting(Association::usage).containsExactly(Usage.DANE_EE);
    assertThat(dane.names()).containsExactly(HOST);
    assertThat(dane.binds()).isTrue();
    Dane direct = trusting(usual(), Endpoint.directTls(HOST, 5223));
    assertThat(direct.associations()).extracting(Association::usage).containsExactly(Usage.DANE_TA);
  }

  @Test
  void asks_nothing_of_servers_whose_word_does_not_count() {
    Found found = found(usual(), dns -> dns, ENDPOINT, true);
    assertThat(found.dane()).isEqualTo(Dane.NOTHING);
    assertThat(found.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "im.localhost", "127.0.0.1", "::1"})
  void asks_nothing_about_this_machine_and_addresses(String host) {
    Found found = found(usual(), Dns::trustDnssec, Endpoint.startTls(host, 5222), true);
    assertThat(found.dane()).isEqualTo(Dane.NOTHING);
    assertThat(found.asked()).isEmpty();
  }

  @Test
  void an_srv_record_without_signature_names_nobody() {
    Found found = found(usual().unsigned(STARTTLS), Dns::trustDnssec, ENDPOINT, false);
    assertThat(found.dane()).isEqualTo(Dane.NOTHING);
    assertThat(found.asked()).containsExactly(STARTTLS + " SRV");
  }

  @Test
  void an_endpoint_that_no_srv_record_names_is_not_the_domains() {
    assertThat(trusting(usual(), Endpoint.startTls(HOST, 5269))).isEqualTo(Dane.NOTHING);
    assertThat(trusting(usual(), Endpoint.directTls(HOST, 5222))).isEqualTo(Dane.NOTHING);
    assertThat(trusting(usual(), Endpoint.startTls("other.test", 5222))).isEqualTo(Dane.NOTHING);
  }

  @Test
  void a_host_whose_addresses_have_no_signature_is_not_asked_about() {
    Found found = found(usual().unsigned(HOST), Dns::trustDnssec, ENDPOINT, false);
    assertThat(found.dane().associations()).isEmpty();
    assertThat(found.dane().names()).as("the domain names it all the same").containsExactly(HOST);
    assertThat(found.asked()).doesNotContain(TLSA + " TLSA");
  }

  @Test
  void records_without_signature_do_not_count() {
    assertThat(trusting(usual().unsigned(TLSA), ENDPOINT).associations()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Answer.Now.class,
      names = {"NXDOMAIN", "NODATA"})
  void a_host_without_records_is_left_to_the_authorities(Answer.Now none) {
    assertThat(trusting(usual().on(TLSA, "TLSA", none), ENDPOINT).binds()).isFalse();
  }

  @Test
  void records_that_are_not_understood_leave_it_to_the_authorities() {
    DnsServer.Builder records =
        DnsServer.builder()
            .signed()
            .srv(STARTTLS, 1, 0, 5222, HOST)
            .a(HOST, "192.0.2.1")
            .tlsa(TLSA, 3, 1, 9, HASH);
    assertThat(trusting(records, ENDPOINT).binds()).isFalse();
  }

  /** A forged answer is a failure of the server that validates (RFC 4035, section 5.5). */
  @ParameterizedTest
  @EnumSource(
      value = Answer.Now.class,
      names = {"RECORDS", "NXDOMAIN", "NODATA", "TRUNCATED", "SILENCE"},
      mode = Mode.EXCLUDE)
  void a_server_whose_records_are_forged_is_not_connected_to(Answer.Now forged) {
    TransportException failure = failure(usual().on(TLSA, "TLSA", forged));
    assertThat(failure.reason()).isEqualTo(Reason.UNRESOLVED);
    assertThat(failure.words()).contains(HOST + ":5222", "TLSA", "DNSSEC", TLSA);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure(usual().on(STARTTLS, "SRV", forged)).words()).contains("SRV");
    assertThat(failure(usual().on(HOST, "A", forged).on(HOST, "AAAA", forged)).words())
        .contains("can't be looked up");
  }

  @Test
  void silence_ends_with_the_limit_of_the_dns() {
    DnsServer.Builder records = usual().on(TLSA, "TLSA", Answer.Now.SILENCE);
    try (DnsServer dns = records.start();
        Resolver resolver =
            resolver(Dns.of(dns.address()).withLimit(Duration.ofMillis(300)).trustDnssec())) {
      assertThat(Failures.transport(new DaneLookup(resolver).of(DOMAIN, ENDPOINT, true)).words())
          .contains("no DNS server answered in time");
    }
  }

  @Test
  void one_family_of_addresses_suffices() {
    assertThat(trusting(usual().on(HOST, "AAAA", Answer.Now.SERVFAIL), ENDPOINT).binds()).isTrue();
    assertThat(
            trusting(usual().aaaa(HOST, "2001:db8::1").on(HOST, "A", Answer.Now.REFUSED), ENDPOINT)
                .binds())
        .isTrue();
  }

  @Test
  void a_large_answer_comes_by_tcp() {
    assertThat(trusting(usual().on(TLSA, "TLSA", Answer.Now.TRUNCATED), ENDPOINT).binds()).isTrue();
  }

  @Test
  void an_endpoint_of_the_user_needs_no_srv_record() {
    DnsServer.Builder records =
        DnsServer.builder().signed().a(HOST, "192.0.2.1").tlsa(TLSA, 3, 1, 1, HASH);
    Found found = found(records, Dns::trustDnssec, ENDPOINT, true);
    assertThat(found.dane().binds()).isTrue();
    assertThat(found.dane().names()).as("the certificate is still for the domain").isEmpty();
    assertThat(found.asked()).noneMatch(asked -> asked.endsWith("SRV"));
  }

  @Test
  void a_domain_without_srv_records_is_asked_about_itself() {
    DnsServer.Builder records =
        DnsServer.builder()
            .signed()
            .a(DOMAIN, "192.0.2.1")
            .tlsa("_5222._tcp." + DOMAIN, 3, 1, 1, HASH);
    assertThat(trusting(records, Endpoint.startTls(DOMAIN, 5222)).binds()).isTrue();
  }

  /** RFC 7671, section 7. */
  @Test
  void an_alias_is_asked_about_by_what_it_stands_for_and_then_by_itself() {
    DnsServer.Builder alias =
        DnsServer.builder().signed().cname(HOST, "node.test").a("node.test", "192.0.2.1");
    Found itself = found(alias.tlsa(TLSA, 3, 1, 1, HASH), Dns::trustDnssec, ENDPOINT, true);
    assertThat(itself.dane().binds()).isTrue();
    assertThat(itself.asked()).containsSubsequence("_5222._tcp.node.test TLSA", TLSA + " TLSA");
    Found target =
        found(alias.tlsa("_5222._tcp.node.test", 2, 1, 1, HASH), Dns::trustDnssec, ENDPOINT, true);
    assertThat(target.dane().associations())
        .extracting(Association::usage)
        .containsExactly(Usage.DANE_TA);
    assertThat(target.asked()).doesNotContain(TLSA + " TLSA");
  }

  @Test
  void an_alias_into_a_zone_without_signature_is_not_asked_about() {
    DnsServer.Builder alias =
        DnsServer.builder()
            .signed()
            .cname(HOST, "node.test")
            .a("node.test", "192.0.2.1")
            .unsigned("node.test")
            .tlsa(TLSA, 3, 1, 1, HASH);
    assertThat(found(alias, Dns::trustDnssec, ENDPOINT, true).dane()).isEqualTo(Dane.NOTHING);
  }

  @Test
  void names_that_are_too_long_have_no_records() {
    String label = "a".repeat(60);
    String domain = String.join(".", label, label, label, label, "example");
    DnsServer.Builder records = DnsServer.builder().signed().a(domain, "192.0.2.1");
    Endpoint itself = Endpoint.startTls(domain, 5222);
    assertThat(found(records, Dns::trustDnssec, domain, itself, false).dane())
        .isEqualTo(Dane.NOTHING);
    assertThat(found(usual(), Dns::trustDnssec, domain, ENDPOINT, false).dane())
        .isEqualTo(Dane.NOTHING);
  }

  @Test
  void a_closed_resolver_says_so() {
    try (DnsServer dns = usual().start()) {
      Resolver resolver = resolver(Dns.of(dns.address()).trustDnssec());
      resolver.close();
      assertThat(Failures.transport(new DaneLookup(resolver).of(DOMAIN, ENDPOINT, true)).reason())
          .isEqualTo(Reason.CLOSED_HERE);
    }
  }
}
