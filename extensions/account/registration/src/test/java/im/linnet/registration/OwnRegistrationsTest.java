package im.linnet.registration;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import org.junit.jupiter.api.Test;

/** Which services this client has registered with. */
class OwnRegistrationsTest {

  private static final Jid GATEWAY = Jid.of("msn.localhost");

  private final OwnRegistrations own = new OwnRegistrations();

  @Test
  void counts_from_the_request_on_until_it_is_refused() {
    own.requested(GATEWAY);
    assertThat(own.contains(GATEWAY)).isTrue();
    own.refused(GATEWAY);
    assertThat(own.contains(GATEWAY)).isFalse();
  }

  @Test
  void keeps_a_registration_whose_change_is_refused() {
    own.requested(GATEWAY);
    own.done(GATEWAY);
    own.requested(GATEWAY);
    own.refused(GATEWAY);
    assertThat(own.contains(GATEWAY)).isTrue();
    own.removed(GATEWAY);
    assertThat(own.contains(GATEWAY)).isFalse();
  }

  @Test
  void is_bounded() {
    own.requested(GATEWAY);
    for (int i = 0; i < 256; i++) {
      own.requested(Jid.of("g" + i + ".localhost"));
    }
    assertThat(own.contains(GATEWAY)).isFalse();
    assertThat(own.contains(Jid.of("g0.localhost"))).isTrue();
  }
}
