package im.linnet.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NettyVersionsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4.2.15.Final",
        "4.2.20.Final",
        "4.10.0.Final",
        "5.0.0.Alpha2",
        "4.2.15-redhat-1",
        "20260101123456"
      })
  void newer_versions_are_enough(String version) {
    assertThat(NettyVersions.isEnough(version)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"4.1.135.Final", "4.2.14.Final", "4.2.9.Final", "3.10.6.Final", "4.2", ""})
  void older_versions_are_not(String version) {
    assertThat(NettyVersions.isEnough(version)).isFalse();
  }

  @Test
  void a_link_that_fails_for_another_reason_keeps_its_own_words() {
    assertThat(NettyVersions.explained(new NoSuchMethodError("void a.B.c()")))
        .isEqualTo("java.lang.NoSuchMethodError: void a.B.c()");
  }
}
