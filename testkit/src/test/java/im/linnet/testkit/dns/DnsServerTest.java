package im.linnet.testkit.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.dns.Query.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

@Timeout(120)
class DnsServerTest {
  private static final String SERVICE = "_xmpp-client._tcp.example.test";
  private static final String HOST = "im.example.test";

  @Test
  void answers_by_its_records() throws IOException {
    try (DnsServer dns =
        DnsServer.builder()
            .ttl(Duration.ofMinutes(5))
            .srv(SERVICE, 10, 20, 5222, HOST)
            .srv(SERVICE, 20, 0, 5223, "other.test")
            .ttl(Duration.ofSeconds(7))
            .a(HOST, "127.0.0.1", "127.0.0.2")
            .aaaa(HOST, "::1")
            .start()) {
      assertThat(texts(ask(dns, SERVICE, Type.SRV)))
          .containsExactly(
              SERVICE + ". 300 IN SRV 10 20 5222 im.example.test.",
              SERVICE + ". 300 IN SRV 20 0 5223 other.test.");
      assertThat(texts(ask(dns, HOST, Type.A)))
          .containsExactly(HOST + ". 7 IN A 127.0.0.1", HOST + ". 7 IN A 127.0.0.2");
      assertThat(texts(ask(dns, "IM.Example.Test", Type.AAAA))).hasSize(1);
      assertThat(dns.queries())
          .containsExactly(
              new Query(SERVICE, "SRV", Transport.UDP),
              new Query(HOST, "A", Transport.UDP),
              new Query(HOST, "AAAA", Transport.UDP));
    }
  }

  @Test
  void vouches_for_what_is_signed_if_it_is_asked_to() throws IOException {
    DnsServer.Builder records =
        DnsServer.builder()
            .a(HOST, "127.0.0.1")
            .cname("alias.test", HOST)
            .tlsa("_5222._tcp." + HOST, 3, 1, 1, new byte[] {1, 2});
    try (DnsServer dns = records.signed().unsigned("alias.test").start()) {
      assertThat(isVouchedFor(dns, HOST, Type.A)).isTrue();
      assertThat(isVouchedFor(dns, HOST, Type.AAAA)).as("nor are there others").isTrue();
      assertThat(isVouchedFor(dns, "alias.test", Type.A)).isFalse();
      assertThat(ask(dns, HOST, Type.A).getHeader().getFlag(Flags.AD)).as("not asked").isFalse();
      assertThat(texts(ask(dns, "_5222._tcp." + HOST, Type.TLSA)))
          .containsExactly("_5222._tcp." + HOST + ". 60 IN TLSA 3 1 1 0102");
    }
    try (DnsServer dns =
        DnsServer.builder()
            .cname("alias.test", HOST)
            .a(HOST, "127.0.0.1")
            .signed()
            .unsigned(HOST)
            .start()) {
      assertThat(isVouchedFor(dns, "alias.test", Type.A)).as("of the whole chain").isFalse();
    }
    try (DnsServer dns = DnsServer.builder().a(HOST, "127.0.0.1").start()) {
      assertThat(isVouchedFor(dns, HOST, Type.A)).isFalse();
    }
  }

  private static boolean isVouchedFor(DnsServer dns, String name, int type) throws IOException {
    Message query =
        Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
    query.getHeader().setFlag(Flags.AD);
    SimpleResolver resolver = new SimpleResolver(dns.address());
    return resolver.send(query).getHeader().getFlag(Flags.AD);
  }

  @Test
  void says_by_a_dot_that_there_is_no_service() throws IOException {
    try (DnsServer dns = DnsServer.builder().srv(SERVICE, 0, 0, 0, ".").start()) {
      assertThat(texts(ask(dns, SERVICE, Type.SRV)))
          .containsExactly(SERVICE + ". 60 IN SRV 0 0 0 .");
    }
  }

  @Test
  void tells_an_absent_name_from_an_absent_record() throws IOException {
    try (DnsServer dns = DnsServer.builder().srv(SERVICE, 0, 0, 5222, HOST).start()) {
      Message absentName = ask(dns, "absent.test", Type.A);
      Message absentRecord = ask(dns, SERVICE, Type.A);
      Message emptyNonTerminal = ask(dns, "example.test", Type.A);

      assertThat(absentName.getRcode()).isEqualTo(Rcode.NXDOMAIN);
      assertThat(absentRecord.getRcode()).isEqualTo(Rcode.NOERROR);
      assertThat(emptyNonTerminal.getRcode()).isEqualTo(Rcode.NOERROR);
      assertThat(List.of(absentName, absentRecord, emptyNonTerminal))
          .allSatisfy(
              reply -> {
                assertThat(texts(reply)).isEmpty();
                assertThat(reply.getSection(Section.AUTHORITY)).hasSize(1);
              });
    }
  }

  @Test
  void follows_aliases_and_survives_a_loop() throws IOException {
    try (DnsServer dns =
        DnsServer.builder()
            .cname("www.test", HOST)
            .a(HOST, "127.0.0.1")
            .cname("a.test", "b.test")
            .cname("b.test", "a.test")
            .start()) {
      assertThat(texts(ask(dns, "www.test", Type.A)))
          .containsExactly("www.test. 60 IN CNAME im.example.test.", HOST + ". 60 IN A 127.0.0.1");
      assertThat(ask(dns, "a.test", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
    }
  }

  @Test
  void answers_wrongly_on_cue_and_rightly_again() throws IOException {
    try (DnsServer dns =
        DnsServer.builder().a(HOST, "127.0.0.1").on(HOST, "A", Answer.Now.SERVFAIL).start()) {
      assertThat(ask(dns, HOST, Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
      dns.on(HOST, "A", Answer.Now.REFUSED);
      assertThat(ask(dns, HOST, Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
      dns.on(HOST, "A", Answer.Now.NXDOMAIN);
      assertThat(ask(dns, HOST, Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
      dns.on(HOST, "A", Answer.Now.NODATA);
      Message nothing = ask(dns, HOST, Type.A);
      assertThat(nothing.getRcode()).isEqualTo(Rcode.NOERROR);
      assertThat(texts(nothing)).isEmpty();
      dns.on(HOST + ".", "a", Answer.Now.RECORDS);
      assertThat(texts(ask(dns, HOST, Type.A))).hasSize(1);
    }
  }

  @Test
  void keeps_silent_on_cue_but_hears() throws Exception {
    try (DnsServer dns =
        DnsServer.builder().a(HOST, "127.0.0.1").on(HOST, "A", Answer.Now.SILENCE).start()) {
      SimpleResolver resolver = resolver(dns);
      resolver.setTimeout(Duration.ofMillis(300));
      assertThatThrownBy(() -> resolver.send(question(HOST, Type.A)))
          .isInstanceOf(IOException.class);
      assertThat(dns.asked(HOST, "A").get(30, TimeUnit.SECONDS).transport())
          .isEqualTo(Transport.UDP);
    }
  }

  @Test
  void truncates_on_cue_so_that_the_client_comes_by_tcp() throws IOException {
    try (DnsServer dns =
        DnsServer.builder().a(HOST, "127.0.0.1").on(HOST, "A", Answer.Now.TRUNCATED).start()) {
      assertThat(texts(ask(dns, HOST, Type.A))).hasSize(1);
      assertThat(dns.queries())
          .extracting(Query::transport)
          .containsExactly(Transport.UDP, Transport.TCP);
    }
  }

  @Test
  void truncates_what_does_not_fit() throws IOException {
    DnsServer.Builder builder = DnsServer.builder();
    for (int i = 0; i < 100; i++) {
      builder.a(HOST, "127.0.1." + i);
    }
    try (DnsServer dns = builder.start()) {
      SimpleResolver udpOnly = resolver(dns);
      udpOnly.setIgnoreTruncation(true);
      Message short1 = udpOnly.send(question(HOST, Type.A));

      assertThat(short1.getHeader().getFlag(Flags.TC)).isTrue();
      assertThat(texts(ask(dns, HOST, Type.A))).hasSize(100);
    }
  }

  @Test
  void holds_an_answer_back_until_an_event() throws Exception {
    CompletableFuture<Void> event = new CompletableFuture<>();
    try (DnsServer dns =
        DnsServer.builder()
            .a(HOST, "127.0.0.1")
            .aaaa(HOST, "::1")
            .on(HOST, "A", Answer.recordsAfter(event))
            .start()) {
      CompletionStage<Message> late = resolver(dns).sendAsync(question(HOST, Type.A));
      dns.asked(HOST, "A").get(30, TimeUnit.SECONDS);

      assertThat(texts(ask(dns, HOST, Type.AAAA))).as("others aren't held back").hasSize(1);
      assertThat(late.toCompletableFuture()).isNotDone();

      event.complete(null);
      assertThat(texts(late.toCompletableFuture().get(30, TimeUnit.SECONDS))).hasSize(1);
    }
  }

  @Test
  void answers_late_by_the_clock() throws IOException {
    Duration delay = Duration.ofMillis(80);
    try (DnsServer dns =
        DnsServer.builder()
            .a(HOST, "127.0.0.1")
            .on(HOST, "A", Answer.Now.RECORDS.after(delay))
            .start()) {
      for (int question = 0; question < 2; question++) {
        long start = System.nanoTime();
        assertThat(texts(ask(dns, HOST, Type.A))).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
      }
    }
  }

  @Test
  void ignores_what_is_no_dns_message() throws IOException {
    try (DnsServer dns = DnsServer.builder().a(HOST, "127.0.0.1").start();
        java.net.DatagramSocket garbage = new java.net.DatagramSocket()) {
      garbage.send(new java.net.DatagramPacket(new byte[] {1, 2, 3}, 3, dns.address()));
      assertThat(texts(ask(dns, HOST, Type.A))).hasSize(1);
      assertThat(dns.queries()).hasSize(1);
    }
  }

  @Test
  void frees_its_port_when_closed() {
    DnsServer dns = DnsServer.builder().start();
    dns.close();
    assertThatThrownBy(() -> new Socket(dns.address().getAddress(), dns.address().getPort()))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void refuses_names_and_addresses_that_are_none() {
    DnsServer.Builder builder = DnsServer.builder();
    assertThatThrownBy(() -> builder.a("a..b", "127.0.0.1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.a(HOST, "localhost"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: a literal");
  }

  private static Message ask(DnsServer dns, String name, int type) throws IOException {
    return resolver(dns).send(question(name, type));
  }

  private static SimpleResolver resolver(DnsServer dns) {
    SimpleResolver resolver = new SimpleResolver(dns.address());
    resolver.setTimeout(Duration.ofSeconds(10));
    resolver.setEDNS(-1);
    return resolver;
  }

  private static Message question(String name, int type) throws TextParseException {
    return Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN));
  }

  private static List<String> texts(Message reply) {
    return reply.getSection(Section.ANSWER).stream()
        .map(record -> record.toString().replaceAll("\\s+", " "))
        .toList();
  }
}
