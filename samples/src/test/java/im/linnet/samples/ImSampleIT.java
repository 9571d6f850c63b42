package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two people with three devices, as users run it. */
@Timeout(240)
class ImSampleIT {

  /** Parts of the lines of a walk, in order. */
  private static final List<String> STEPS =
      List.of(
          "Romeo wrote 3 messages while Juliet was away",
          "Juliet's phone signed in and caught up: 3 messages, 3 of them from the archive",
          "Juliet's laptop signed in and caught up: 3 messages, 3 of them from the archive",
          "Juliet and Romeo are contacts, on all devices",
          "Romeo changed his avatar; phone and laptop show it",
          "Romeo: “Wilt thou leave me so unsatisfied?”; he has the receipt of a device",
          "Juliet read it on the phone; Romeo knows it, and so does the laptop",
          "parking is such sweet sorrow”; the laptop shows it, too (CARBON)",
          "Romeo and the laptop show “Good night, good night, parting is such sweet sorrow”",
          "Romeo reacted to it; phone and laptop show {romeo@localhost=[👍]}",
          "Juliet uploads a file from the phone",
          "[####################] 900000 of 900000 bytes",
          "Romeo downloaded roses.bin: 900000 bytes, the same",
          "and invited Romeo, who came",
          "In the room, Romeo: “What light through yonder window breaks?”",
          "Romeo to Juliet alone: “It is the east” (PRIVATE)",
          "Juliet bookmarked the room on the phone, to be joined; the laptop saw it and joined",
          "The phone is off",
          "Meanwhile Romeo and the laptop said 20 things in private and 5 in the room",
          "The phone is back and shows 21 of 21 messages, in order, 0 of them twice",
          "It joined the bookmarked room and shows 5 of 5 messages there");

  @Test
  void walks_on_prosody_by_default() throws Exception {
    skipWithout(ProsodyServer.reasonToSkip());
    try (JavaProcess sample = JavaProcess.sample("InstantMessaging")) {
      assertWalks(sample, "Prosody ");
    }
  }

  @Test
  void walks_on_modern_ejabberd() throws Exception {
    skipWithout(EjabberdServer.modern().reasonToSkip());
    try (JavaProcess sample = JavaProcess.sample("InstantMessaging", "--server", "ejabberd24")) {
      assertWalks(sample, "ejabberd 24");
    }
  }

  @Test
  void says_in_one_sentence_that_no_server_is_installed() throws Exception {
    try (JavaProcess sample = JavaProcess.sampleWithoutPrograms("InstantMessaging")) {
      sample.assertEnds(1);
      assertThat(sample.output())
          .containsExactly("Prosody is not installed here: there is no prosody on PATH");
    }
  }

  private static void skipWithout(Optional<String> reason) {
    assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
  }

  private static void assertWalks(JavaProcess sample, String server) throws Exception {
    sample.assertEnds(0);
    List<String> output = sample.output();
    assertThat(output.get(0)).contains(server).endsWith("with accounts for Juliet and Romeo");
    List<String> steps = new ArrayList<>(STEPS);
    steps.add("All on " + server);
    int next = 0;
    for (String step : steps) {
      next = indexOf(step, output, next) + 1;
      assertThat(next).as("“%s” in its place in %s", step, output).isPositive();
    }
  }

  private static int indexOf(String step, List<String> output, int from) {
    for (int i = from; i < output.size(); i++) {
      if (output.get(i).contains(step)) {
        return i;
      }
    }
    return -1;
  }
}
