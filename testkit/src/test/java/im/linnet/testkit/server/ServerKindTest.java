package im.linnet.testkit.server;

import static im.linnet.testkit.server.ServerKind.EJABBERD;
import static im.linnet.testkit.server.ServerKind.MESSENGER_2011;
import static im.linnet.testkit.server.ServerKind.MESSENGER_2012;
import static im.linnet.testkit.server.ServerKind.MODERN_EJABBERD;
import static im.linnet.testkit.server.ServerKind.MODERN_PROSODY;
import static im.linnet.testkit.server.ServerKind.PROSODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerKindTest {

  @ParameterizedTest
  @EnumSource
  void is_a_real_server_or_a_stand_in(ServerKind kind) {
    assertThat(ServerKind.real())
        .containsExactly(PROSODY, EJABBERD, MODERN_PROSODY, MODERN_EJABBERD);
    assertThat(ServerKind.installed()).containsExactly(PROSODY, EJABBERD);
    assertThat(ServerKind.modern()).containsExactly(MODERN_PROSODY, MODERN_EJABBERD);
    if (ServerKind.real().contains(kind)) {
      assertThat(kind.isProsody()).isNotEqualTo(kind.isEjabberd());
      assertThat(kind.isModern()).isEqualTo(ServerKind.modern().contains(kind));
      assertThat(kind.settings())
          .isInstanceOf(
              kind.isProsody() ? ProsodyServer.Builder.class : EjabberdServer.Builder.class);
    } else {
      assertThat(kind).isIn(MESSENGER_2011, MESSENGER_2012);
      assertThat(kind.isMessenger()).isTrue();
      assertThat(kind.isProsody() || kind.isEjabberd() || kind.isModern()).isFalse();
      assertThatThrownBy(kind::settings).isInstanceOf(IllegalStateException.class);
    }
  }
}
