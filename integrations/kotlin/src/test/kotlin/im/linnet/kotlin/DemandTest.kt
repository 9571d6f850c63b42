package im.linnet.kotlin

import java.io.IOException
import java.util.concurrent.Flow
import java.util.concurrent.Flow.Subscriber
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows

/** What a publisher sees of a collector. */
@Timeout(60)
class DemandTest {

  /** Publishes numbers as they are demanded, and then waits, ends or fails. */
  private class Numbers(val all: Int, val end: (Subscriber<in Int>) -> Unit = {}) :
    Flow.Publisher<Int>, Flow.Subscription {

    var subscriber: Subscriber<in Int>? = null
    val demanded = ArrayList<Long>()
    var sent = 0
    var cancelled = 0

    override fun subscribe(subscriber: Subscriber<in Int>) {
      this.subscriber = subscriber
      subscriber.onSubscribe(this)
    }

    override fun request(n: Long) {
      demanded += n
      if (sent < all) subscriber?.onNext(++sent) else subscriber?.let(end)
    }

    override fun cancel() {
      cancelled++
    }
  }

  @Test
  fun demands_one_item_after_the_other_until_the_publisher_completes() = suspending {
    val numbers = Numbers(3) { it.onComplete() }
    assertThat(numbers.asFlow().toList()).containsExactly(1, 2, 3)
    assertThat(numbers.demanded).containsExactly(1, 1, 1, 1)
  }

  @Test
  fun demands_nothing_while_the_collector_is_busy() = suspending {
    val numbers = Numbers(3)
    val busy = launch { numbers.asFlow().collect { awaitCancellation() } }
    yield()
    assertThat(numbers.demanded).containsExactly(1)
    busy.cancelAndJoin()
    assertThat(numbers.cancelled).isEqualTo(1)
    assertThat(numbers.demanded).containsExactly(1)
  }

  @Test
  fun cancels_when_the_collector_has_enough_or_fails() = suspending {
    val numbers = Numbers(3)
    assertThat(numbers.asFlow().first()).isEqualTo(1)
    assertThat(numbers.cancelled).isEqualTo(1)
    assertThrows<IOException> { numbers.asFlow().collect { throw IOException() } }
    assertThat(numbers.cancelled).isEqualTo(2)
  }

  @Test
  fun fails_as_the_publisher_does() = suspending {
    val numbers = Numbers(1) { it.onError(IOException("broken")) }
    assertThat(assertThrows<IOException> { numbers.asFlow().toList() }).hasMessage("broken")
  }

  @Test
  fun cancels_a_subscription_that_begins_after_the_collector_has_left() = suspending {
    var late: Subscriber<in Int>? = null
    val publisher = Flow.Publisher<Int> { late = it }
    val collecting = async(start = UNDISPATCHED) { publisher.asFlow().toList() }
    collecting.cancelAndJoin()
    val numbers = Numbers(3)
    late?.onSubscribe(numbers)
    assertThat(numbers.cancelled).isEqualTo(1)
    assertThat(numbers.demanded).isEmpty()
  }
}
