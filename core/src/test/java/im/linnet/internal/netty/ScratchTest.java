package im.linnet.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ScratchTest {

  @Test
  void lends_the_array_that_was_given_back() {
    byte[] first = Scratch.borrow();
    Scratch.giveBack(first);
    byte[] second = Scratch.borrow();
    Scratch.giveBack(second);
    assertThat(second).isSameAs(first);
  }

  @Test
  void lends_an_array_to_one_at_a_time() {
    byte[] outer = Scratch.borrow();
    byte[] inner = Scratch.borrow();
    assertThat(inner).isNotSameAs(outer).hasSameSizeAs(outer);
    Scratch.giveBack(inner);
    Scratch.giveBack(outer);
  }

  @Test
  void lends_to_each_thread_another() {
    byte[] here = Scratch.borrow();
    Scratch.giveBack(here);
    byte[] there = CompletableFuture.supplyAsync(Scratch::borrow).join();
    assertThat(there).isNotSameAs(here);
  }
}
