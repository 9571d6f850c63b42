package im.linnet.kotlin

import java.util.concurrent.Flow.Publisher
import java.util.concurrent.Flow.Subscriber
import java.util.concurrent.Flow.Subscription
import java.util.concurrent.atomic.AtomicReference
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/**
 * A publisher as a flow that demands one item at a time: `client.stanzas().asFlow()`.
 *
 * The next item is demanded when the collector is done with the one before. What has not been
 * demanded counts in the client's [backlog][im.linnet.XmppClient.backlog], which is bounded, and is
 * not acknowledged to the server. Above [im.linnet.ClientBuilder.backlog] the client stops reading,
 * and the server holds back what it sends. So a slow collector loses nothing, but makes the client
 * wait for all its subscribers. Where that is not wanted, put `buffer` or `conflate` between.
 *
 * @return completes, or fails, as the publisher does
 */
public fun <T : Any> Publisher<out T>.asFlow(): Flow<T> = flow {
  val demand = Demand<T>()
  subscribe(demand)
  try {
    for (item in demand.items) {
      emit(item)
      demand.next()
    }
  } finally {
    demand.end()
  }
}

/** A subscription that has room for one item. */
private class Demand<T : Any> : Subscriber<T> {

  /** What has been demanded and not been collected: at most one. */
  val items = Channel<T>(1)

  private val source = AtomicReference<Subscription?>()

  override fun onSubscribe(subscription: Subscription) {
    if (source.compareAndSet(null, subscription)) subscription.request(1) else subscription.cancel()
  }

  override fun onNext(item: T) {
    items.trySend(item)
  }

  override fun onError(failure: Throwable) {
    items.close(failure)
  }

  override fun onComplete() {
    items.close()
  }

  fun next() {
    source.get()?.request(1)
  }

  /** Cancels the subscription, even one that begins only now. */
  fun end() {
    source.getAndSet(Ended)?.cancel()
  }

  private object Ended : Subscription {
    override fun request(n: Long) {}

    override fun cancel() {}
  }
}
