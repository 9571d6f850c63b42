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

/** The life of a user of a gateway, as its users run it. */
@Timeout(240)
class GatewaySampleIT {

  /** Parts of the lines of a walk, in order. */
  private static final List<String> STEPS =
      List.of(
          "Signed in by SCRAM-SHA-256 over TLSv1.3 as juliet@localhost/",
          "Found MSN Transport at msn.localhost, a gateway to msn; registers users: yes",
          "It asks for username and password",
          "Registered as juliet@hotmail.com",
          "Answered the gateway's subscription, and subscribed in return",
          "Signed on by presence: dnd is BUSY there, “On the balcony”; the gateway suggests 30",
          "friend@hotmail.com is friend%hotmail.com@msn.localhost",
          "Added the friend, who is online",
          "The friend is now dnd, “In a meeting”",
          "Juliet is asked whether to take over the contacts of msn.localhost",
          "Juliet was asked once. Groups: Family (8), Friends (8), School (7), Work (7)",
          "20 of them are online",
          "20 contacts show 3 avatars, for which 3 vCards were fetched; 20 have a nickname",
          "ann%hotmail.com@msn.localhost is now “Annie on tour”",
          "only for that the vCard was fetched again",
          "Published an avatar and the nickname “Jule”; the gateway fetched the vCard",
          "Sent “Good morrow” to friend%hotmail.com@msn.localhost",
          "friend%hotmail.com@msn.localhost types",
          "Received “Good morrow, Juliet”",
          "The friend sees Juliet typing",
          "Sent a message with errors switched off to cleo%hotmail.com@msn.localhost; nothing came",
          "by an error to Juliet's bare address, where the server drops errors",
          "With texts instead of errors: “The message did not reach the contact",
          "Joined balcony@msn.localhost the old way, as juliet",
          "Invited friend%hotmail.com@msn.localhost, who came",
          "juliet: Who is there?",
          "friend@hotmail.com: One who loves you",
          "Left balcony@msn.localhost",
          "friend%hotmail.com@msn.localhost/msn invites to r0@msn.localhost",
          "Left r0@msn.localhost",
          "Changed the password of juliet@hotmail.com at the gateway",
          "Unregistered; to the gateway, the cause is REMOVE",
          "Removed the gateway from the roster");

  @Test
  void walks_through_prosody_by_default() throws Exception {
    skipWithout(ProsodyServer.reasonToSkip());
    try (JavaProcess sample = JavaProcess.sample("Gateway")) {
      assertWalks(sample, "Prosody");
    }
  }

  @Test
  void walks_through_ejabberd() throws Exception {
    skipWithout(EjabberdServer.reasonToSkip());
    try (JavaProcess sample = JavaProcess.sample("Gateway", "--server", "ejabberd")) {
      assertWalks(sample, "ejabberd");
    }
  }

  @Test
  void says_in_one_sentence_that_no_server_is_installed() throws Exception {
    try (JavaProcess sample = JavaProcess.sampleWithoutPrograms("Gateway")) {
      sample.await(
          line ->
              line.endsWith(
                  "Prosody is not installed here (there is no prosody on PATH), so a small server"
                      + " inside this program takes its place"));
      sample.assertEnds(0);
      assertThat(sample.output()).anyMatch(line -> line.contains("All through The small server"));
    }
  }

  @Test
  void walks_through_the_small_server_and_shows_the_wire_without_secrets() throws Exception {
    try (JavaProcess sample = JavaProcess.sample("Gateway", "--server", "small", "--wire")) {
      assertWalks(sample, "The small server");
      assertThat(sample.output())
          .anyMatch(line -> line.contains("roster-subsync"))
          .anyMatch(line -> line.contains("<password>[hidden]"))
          .noneMatch(line -> line.contains("old secret") || line.contains("new secret"));
    }
  }

  private static void skipWithout(Optional<String> reason) {
    assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
  }

  private static void assertWalks(JavaProcess sample, String server) throws Exception {
    sample.assertEnds(0);
    List<String> output = sample.output();
    assertThat(output.get(0))
        .endsWith(server + " runs, and the gateway msn.localhost is attached to it");
    List<String> steps = new ArrayList<>(STEPS);
    steps.addAll(List.of("All through " + server + ": the gateway received", "Closed"));
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
