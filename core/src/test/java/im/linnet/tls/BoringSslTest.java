package im.linnet.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.handler.ssl.OpenSsl;
import java.security.Provider;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The choice of BoringSSL; what it does is in the tests of {@code im.linnet.internal.tls}. */
@Timeout(120)
class BoringSslTest {

  private static final String ARTIFACT = "io.netty:netty-tcnative-boringssl-static";

  @Test
  void names_the_dependency_that_is_absent() {
    ClassNotFoundException absent =
        new ClassNotFoundException("io.netty.internal.tcnative.SSLContext");
    assertThatThrownBy(() -> BoringSsl.check(absent, null, "Linux on amd64"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "BoringSSL is not there: add a dependency on %s (its version is in io.netty:netty-bom)",
            ARTIFACT)
        .hasCause(absent);
  }

  @Test
  void names_the_platform_for_which_there_is_no_native_library() {
    UnsatisfiedLinkError without = new UnsatisfiedLinkError("no netty_tcnative_linux_riscv64");
    assertThatThrownBy(() -> BoringSsl.check(without, null, "Linux on riscv64"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageStartingWith(
            "BoringSSL can't be loaded on Linux on riscv64: no netty_tcnative_linux_riscv64")
        .hasMessageContaining(ARTIFACT)
        .hasCause(without);
  }

  @Test
  void refuses_another_native_library() {
    assertThatThrownBy(() -> BoringSsl.check(null, "OpenSSL 3.0.15", "Linux on amd64"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContainingAll("OpenSSL 3.0.15", ARTIFACT);
    assertThatCode(() -> BoringSsl.check(null, "BoringSSL", "Linux on amd64"))
        .doesNotThrowAnyException();
  }

  @Test
  void is_one_of_two_choices_the_later_of_which_counts() throws Exception {
    assertThat(TlsPolicy.system().boringSsl()).isFalse();
    assumeThat(OpenSsl.isAvailable()).as("netty-tcnative runs on this platform").isTrue();
    Provider provider = SSLContext.getDefault().getProvider();
    TlsPolicy boring =
        TlsPolicy.builder().provider(provider, (engine, label, length) -> null).boringSsl().build();
    assertThat(boring.boringSsl()).isTrue();
    assertThat(boring.provider()).isNull();
    assertThat(boring.exporter()).isNull();
    assertThat(boring).asString().contains("by BoringSSL");
    assertThat(boring.toBuilder().build().boringSsl()).isTrue();
    TlsPolicy other = boring.toBuilder().provider(provider).build();
    assertThat(other.boringSsl()).isFalse();
    assertThat(other).asString().doesNotContain("BoringSSL");
  }

  @Test
  void can_be_combined_with_checking_revocation() {
    assumeThat(OpenSsl.isAvailable()).as("netty-tcnative runs on this platform").isTrue();
    TlsPolicy policy = TlsPolicy.builder().boringSsl().checkRevocation().build();
    assertThat(policy.revocation()).isEqualTo(Revocation.QUERIED);
  }
}
