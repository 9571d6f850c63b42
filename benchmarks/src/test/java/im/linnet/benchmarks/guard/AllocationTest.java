package im.linnet.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.benchmarks.corpus.Corpus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The part of the guard that is the same on each machine; the build's JVM has one compiler. */
@Timeout(300)
class AllocationTest {

  @Test
  void nothing_allocates_more_than_it_did() throws Exception {
    Reached reached = Reached.load();
    List<String> worse = new ArrayList<>();
    for (Codec codec : Codec.values()) {
      for (String corpus : Corpus.names()) {
        Reached.Compared figure =
            reached.compare(codec.figure(corpus, "bytes"), Allocation.ofStanza(codec, corpus));
        if (figure.isWorse()) {
          worse.add(figure.row());
        }
      }
    }
    assertThat(worse).as("bytes a stanza: name, reached, now").isEmpty();
  }
}
