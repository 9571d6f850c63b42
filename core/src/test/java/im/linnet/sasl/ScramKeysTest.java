package im.linnet.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import com.ongres.scram.common.ScramMechanism;
import org.junit.jupiter.api.Test;

class ScramKeysTest {

  private static final ScramMechanism SHA_256 = ScramMechanism.SCRAM_SHA_256;

  private static ScramKeys keys() {
    return ScramKeys.of(SHA_256, new byte[] {1, 2, 3});
  }

  @Test
  void can_prove_nothing_once_they_are_wiped() {
    ScramKeys keys = keys();
    ScramKeys.Proofs before = keys.prove(SHA_256, "message");
    ScramKeys copy = keys.copy();
    keys.wipe();
    ScramKeys.Proofs after = keys.prove(SHA_256, "message");
    assertThat(after.client()).isNotEqualTo(before.client());
    assertThat(after.server()).isNotEqualTo(before.server());
    ScramKeys.Proofs ofTheCopy = copy.prove(SHA_256, "message");
    assertThat(ofTheCopy.client()).isEqualTo(before.client());
    assertThat(ofTheCopy.server()).isEqualTo(before.server());
  }

  @Test
  void show_nothing() {
    assertThat(keys()).hasToString("ScramKeys");
  }
}
