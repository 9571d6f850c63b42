package im.linnet.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures, contacts and the clock that stands. */
class AvatarTest {

  @Test
  void makes_real_pictures() throws Exception {
    for (Avatar avatar : new Avatar[] {Avatar.png(5), Avatar.large(500_000)}) {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(avatar.bytes()));
      assertThat(image.getWidth()).isEqualTo(96);
      assertThat(image.getHeight()).isEqualTo(96);
      assertThat(avatar.type()).isEqualTo("image/png");
      assertThat(avatar.hash()).isEqualTo(Avatar.sha1(avatar.bytes())).hasSize(40);
    }
    assertThat(Avatar.large(500_000).bytes()).hasSizeBetween(500_000, 501_000);
    assertThat(Avatar.png(1).hash()).isNotEqualTo(Avatar.png(2).hash());
  }

  @Test
  void keeps_its_bytes() {
    byte[] bytes = {1, 2, 3};
    Avatar avatar = Avatar.of("image/gif", bytes);
    bytes[0] = 9;
    avatar.bytes()[1] = 9;
    assertThat(avatar.bytes()).containsExactly(1, 2, 3);
    assertThat(avatar).hasToString("Avatar[image/gif, 3 bytes, " + avatar.hash() + "]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "friend", "@x", "x@", "a%b@c", "a@b/c"})
  void a_contact_has_an_address(String id) {
    assertThatThrownBy(() -> LegacyContact.of(id, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(expected: name@domain)");
  }

  @Test
  void a_clock_does_what_is_due_in_order() {
    Instant start = Instant.parse("2006-02-03T04:05:06Z");
    ManualClock clock = GatewayClock.manual(start);
    List<String> done = new ArrayList<>();
    clock.after(Duration.ofSeconds(2), () -> done.add("two at " + clock.now()));
    clock.after(
        Duration.ofSeconds(1),
        () -> clock.after(Duration.ofSeconds(2), () -> done.add("three at " + clock.now())));
    Runnable cancel = clock.after(Duration.ofSeconds(1), () -> done.add("never"));
    cancel.run();
    clock.advance(Duration.ofSeconds(2));
    assertThat(done).containsExactly("two at 2006-02-03T04:05:08Z");
    clock.advance(Duration.ofSeconds(2));
    assertThat(done).hasSize(2).last().isEqualTo("three at 2006-02-03T04:05:09Z");
    assertThat(clock.now()).isEqualTo(start.plusSeconds(4));
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settings_refuse_negative_times() {
    GatewaySettings settings = GatewaySettings.pymsnt();
    assertThatThrownBy(() -> settings.withTypingTimeout(Duration.ofSeconds(-1)))
        .hasMessageContaining("typingTimeout");
    assertThatThrownBy(() -> settings.withInvitationTimeout(Duration.ofSeconds(-1)))
        .hasMessageContaining("invitationTimeout");
    assertThatThrownBy(() -> GatewayService.builder().timeout(Duration.ZERO))
        .hasMessageContaining("timeout");
    GatewaySettings changed = settings.withName("ICQ").withRegistrationText("Welcome");
    assertThat(changed.name()).isEqualTo("ICQ");
    assertThat(changed.registrationText()).isEqualTo("Welcome");
    assertThat(settings.name()).isEqualTo("MSN Transport");
  }
}
