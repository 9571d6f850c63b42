package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.DOMAIN;
import static im.linnet.negotiation.Trial.seeOtherHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import im.linnet.ClientResources;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.endpoint.Proxy;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.net.SocksProxy;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server that is not on this machine sends us to this machine: at an address of one of its
 * network interfaces it can be played, wherever that is.
 */
@Timeout(120)
class RedirectInsideTest {

  private static final String HOST = "im.hosting.test";

  /** An address of this machine that is not its loopback, or null. */
  private static @Nullable InetAddress outside() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .filter(RedirectInsideTest::isUp)
        .flatMap(each -> each.getInterfaceAddresses().stream())
        .map(InterfaceAddress::getAddress)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .filter(address -> address.getAddress().length == 4)
        .findFirst()
        .orElse(null);
  }

  private static boolean isUp(NetworkInterface each) {
    try {
      return each.isUp() && !each.isLoopback();
    } catch (SocketException gone) {
      return false;
    }
  }

  private static ScriptedPeer outsider() throws SocketException {
    InetAddress address = outside();
    if (address == null) {
      return abort("this machine is in no network");
    }
    return ScriptedPeer.listen(address).withTls(Trial.GOOD);
  }

  private static Endpoint at(ScriptedPeer peer) {
    return Endpoint.startTls(peer.address().getAddress().getHostAddress(), peer.port());
  }

  private static Consumer<Script> sendsTo(boolean secure, String target) {
    return s ->
        (secure ? s.secureStream(DOMAIN) : s)
            .expectHeader()
            .sendHeader(DOMAIN)
            .send(seeOtherHost(target))
            .expectClose()
            .expectEnd();
  }

  static Stream<Arguments> targets() {
    return Stream.of(false, true)
        .flatMap(
            secure ->
                Stream.of(
                        "127.0.0.1:%d",
                        "127.0.0.1",
                        "[::1]:%d",
                        "[::ffff:127.0.0.1]:%d",
                        "[2002:7f00:1::]:%d",
                        "[64:ff9b::127.0.0.1]:%d",
                        "0.0.0.0:%d",
                        "169.254.169.254:80",
                        "localhost:%d",
                        "a.localhost",
                        "inside.test:%d",
                        "alias.test:%d",
                        "service.test")
                    .map(target -> arguments(secure, target)));
  }

  @ParameterizedTest(name = "under TLS: {0}, to {1}")
  @MethodSource("targets")
  void is_not_followed_inside(boolean secure, String target) throws Exception {
    try (ScriptedPeer outsider = outsider();
        Trial trial = new Trial();
        DnsServer dns =
            DnsServer.builder()
                .a("inside.test", "127.0.0.1")
                .aaaa("inside.test", "::1", "fe80::1")
                .cname("alias.test", "inside.test")
                .srv("_xmpp-client._tcp.service.test", 1, 0, trial.peer().port(), "inside.test")
                .a("service.test", "127.0.0.1")
                .start();
        ClientResources resources = ClientResources.create(1, Dns.of(dns.address()))) {
      outsider.script(sendsTo(secure, target.formatted(trial.peer().port())));
      trial.lookingUp().with(builder -> builder.resources(resources).endpoint(at(outsider)));
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(Reason.REDIRECT);
      assertThat(failure).hasMessageContaining("name it by ClientBuilder.endpoint");
      assertThat(trial.peer().transcript()).doesNotContain("[1]");
      outsider.await();
    }
  }

  @Test
  @DisplayName("the advice of the message: the place, named by the user, is tried")
  void is_no_obstacle_for_who_names_the_place() throws Exception {
    try (ScriptedPeer outsider = outsider();
        Trial trial = Trial.of(Trial::login)) {
      outsider.script(sendsTo(true, "127.0.0.1:" + trial.peer().port()));
      trial.with(
          builder ->
              builder
                  .endpoint(at(outsider))
                  .endpoint(Endpoint.startTls("127.0.0.1", trial.peer().port())));
      BoundStream stream = trial.lookingUp().stream();
      assertThat(stream.endpoint().host()).isEqualTo("127.0.0.1");
      assertThat(stream.redirects()).as("under TLS, he may lead to where the user is").hasSize(1);
    }
  }

  @Test
  @DisplayName("in clear text, what the user named is tried, but not as somebody said so")
  void is_left_for_the_endpoint_that_the_user_named() throws Exception {
    try (ScriptedPeer outsider = outsider();
        Trial trial = Trial.of(Trial::login)) {
      outsider.script(sendsTo(false, "127.0.0.1:" + trial.peer().port()));
      trial.with(
          builder ->
              builder
                  .endpoint(at(outsider))
                  .endpoint(Endpoint.startTls("127.0.0.1", trial.peer().port())));
      assertThat(trial.lookingUp().stream().redirects()).isEmpty();
    }
  }

  @Test
  @DisplayName("of a name's addresses the one outside is taken")
  void takes_the_address_that_is_not_inside() throws Exception {
    try (ScriptedPeer outsider = outsider();
        ScriptedPeer other = outsider().script(Trial::login);
        DnsServer dns =
            DnsServer.builder().a("both.test", "127.0.0.1", at(other).host(), "10.0.0.1").start();
        ClientResources resources = ClientResources.create(1, Dns.of(dns.address()));
        Trial trial = new Trial().lookingUp()) {
      outsider.script(sendsTo(false, "both.test:" + other.port()));
      trial.with(builder -> builder.resources(resources).endpoint(at(outsider)));
      assertThat(trial.stream().redirects()).hasSize(1);
    }
  }

  @Test
  @DisplayName("a session is led out of, and not inside")
  void is_not_followed_inside_out_of_a_session() throws Exception {
    try (ScriptedPeer outsider = outsider();
        Trial trial = new Trial()) {
      outsider.script(
          s ->
              s.then(Trial::login)
                  .awaitCue("go")
                  .send(seeOtherHost("127.0.0.1:" + trial.peer().port())));
      trial.lookingUp().with(builder -> builder.endpoint(at(outsider)));
      trial.stream();
      outsider.cue("go");
      trial.next();
      assertThat(trial.next())
          .isInstanceOfSatisfying(
              Disconnected.class,
              lost ->
                  assertThat(lost.cause())
                      .hasMessageContaining("127.0.0.1, an address of this machine"));
      assertThat(trial.peer().transcript()).doesNotContain("[1]");
    }
  }

  @Test
  @DisplayName("the location of a stream leads outside only")
  void a_location_inside_is_as_absent() throws Exception {
    String sm = " xmlns='urn:xmpp:sm:3'";
    String features = Trial.BIND + "<sm" + sm + "/>";
    try (ScriptedPeer outsider = outsider();
        Trial trial = new Trial();
        DnsServer dns = DnsServer.builder().a("inside.test", "127.0.0.1").start();
        ClientResources resources = ClientResources.create(1, Dns.of(dns.address()))) {
      outsider.script(
          s ->
              s.then(Trial.signedIn(features))
                  .expectLike("<iq type='set' id='{id}'/>")
                  .send(Trial.bound(Trial.ADDRESS))
                  .expect("<enable" + sm + " resume='true'/>")
                  .send(
                      "<enabled%s id='i' resume='true' location='inside.test:%d'/>"
                          .formatted(sm, trial.peer().port()))
                  .awaitCue("lose")
                  .reset());
      outsider.script(
          s ->
              s.then(Trial.signedIn(features))
                  .expect("<resume" + sm + " h='0' previd='i'/>")
                  .send("<resumed" + sm + " h='0' previd='i'/>"));
      trial.lookingUp().with(builder -> builder.resources(resources).endpoint(at(outsider)));
      trial.stream();
      outsider.cue("lose");
      assertThat(trial.next()).isInstanceOf(Disconnected.class);
      assertThat(trial.client().connect().get(20, TimeUnit.SECONDS).endpoint())
          .isEqualTo(at(outsider));
      assertThat(trial.peer().transcript()).doesNotContain("[1]");
    }
  }

  /** What a name stands for there is the proxy's business; an address is not. */
  @Test
  void is_not_followed_inside_behind_a_proxy() throws Exception {
    for (String target : List.of("127.0.0.1:5222", "10.0.0.1:5222", "localhost", "[::1]:22")) {
      try (ScriptedPeer peer =
              ScriptedPeer.listen().withTls(Trial.GOOD).script(sendsTo(true, target));
          SocksProxy proxy = SocksProxy.to(peer.port()).start();
          Trial trial = new Trial().lookingUp()) {
        trial.with(
            builder ->
                builder
                    .endpoint(Endpoint.startTls(HOST, 5222))
                    .proxy(Proxy.socks5("127.0.0.1", proxy.address().getPort())));
        assertThat(trial.failure(TransportException.class).reason()).isEqualTo(Reason.REDIRECT);
        assertThat(proxy.requests()).hasSize(1);
      }
    }
  }
}
