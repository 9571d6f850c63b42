package im.linnet.internal.redirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Row R03 of the security catalogue. */
@Tag("R03")
class RedirectChainTest {

  private static final Endpoint ORIGIN = Endpoint.startTls("origin.example", 5222);

  private static Endpoint place(String host) {
    return Endpoint.startTls(host, 5222);
  }

  private static TransportException refusal(RedirectChain chain, Endpoint from, String value) {
    return catchThrowableOfType(
        TransportException.class, () -> chain.with(from, value, Phase.OPENING));
  }

  @Test
  void keeps_who_sent_us_where_and_when() {
    RedirectChain chain = RedirectChain.NONE.with(ORIGIN, "B.example", Phase.AUTHENTICATING);

    assertThat(chain.target()).isEqualTo(new RedirectTarget("b.example", null));
    assertThat(chain.redirects()).hasSize(1);
    assertThat(chain.redirects().get(0).from()).isEqualTo(ORIGIN);
    assertThat(chain.redirects().get(0).to()).isEqualTo("B.example");
    assertThat(chain.redirects().get(0).phase()).isEqualTo(Phase.AUTHENTICATING);
    assertThat(RedirectChain.NONE.target()).isNull();
  }

  @Test
  void follows_five_and_refuses_the_sixth() {
    RedirectChain chain = RedirectChain.NONE;
    Endpoint from = ORIGIN;
    for (int i = 1; i <= RedirectChain.MAX; i++) {
      chain = chain.with(from, "h" + i + ".example", Phase.OPENING);
      from = place("h" + i + ".example");
    }

    TransportException refusal = refusal(chain, from, "h6.example");

    assertThat(refusal.reason()).isEqualTo(Reason.REDIRECT);
    assertThat(refusal).hasMessageContaining("origin.example:5222 → h1.example → h2.example");
  }

  @Test
  void finds_a_circle_through_the_origin() {
    RedirectChain chain = RedirectChain.NONE.with(ORIGIN, "b.example", Phase.OPENING);

    assertThat(refusal(chain, place("b.example"), "Origin.example:5222"))
        .hasMessageContaining("circle")
        .hasMessageContaining("origin.example:5222 → b.example → Origin.example:5222");
  }

  @Test
  void finds_a_circle_through_a_name_that_stood_for_other_hosts() {
    RedirectChain chain = RedirectChain.NONE.with(ORIGIN, "pool.example", Phase.OPENING);

    assertThat(refusal(chain, place("node7.example"), "pool.example").reason())
        .isEqualTo(Reason.REDIRECT);
  }

  @Test
  void finds_a_host_that_sends_us_to_itself() {
    assertThat(refusal(RedirectChain.NONE, ORIGIN, "ORIGIN.example").reason())
        .isEqualTo(Reason.REDIRECT);
  }

  @Test
  void allows_another_port_of_the_same_host() {
    RedirectChain chain = RedirectChain.NONE.with(ORIGIN, "origin.example:5299", Phase.OPENING);

    assertThat(chain.target()).isEqualTo(new RedirectTarget("origin.example", 5299));
  }

  @Test
  void refuses_a_malformed_value() {
    assertThat(refusal(RedirectChain.NONE, ORIGIN, "a:b:c").reason()).isEqualTo(Reason.REDIRECT);
  }
}
