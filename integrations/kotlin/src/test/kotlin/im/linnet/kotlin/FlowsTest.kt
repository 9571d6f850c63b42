package im.linnet.kotlin

import im.linnet.connection.Backlog
import im.linnet.connection.BacklogLimits
import im.linnet.connection.ConnectionState
import im.linnet.connection.Subscription
import im.linnet.sasl.Sasl
import im.linnet.test.ScriptedClient
import java.util.concurrent.CopyOnWriteArrayList
import java.util.function.Consumer
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows

@Timeout(120)
class FlowsTest {

  @Test
  fun have_messages_and_presences_in_order_and_each_kind_alone_until_the_client_is_closed() =
    suspending {
      built { awaitCue("ready").send(message(1) + PRESENCE + message(2)) }
        .use { it ->
          val client = it.client()
          val all = async(start = UNDISPATCHED) { client.stanzas().asFlow().toList() }
          val messages =
            async(start = UNDISPATCHED) { client.messages().map { it.body() }.toList() }
          val presences = async(start = UNDISPATCHED) { client.presences().toList() }
          val some = async(start = UNDISPATCHED) { client.stanzas().asFlow().take(3).toList() }
          client.connectAwait()
          it.peer().cue("ready")

          assertThat(some.await().map { it.javaClass.simpleName })
            .containsExactly("Message", "Presence", "Message")
          client.shutdownAwait()
          assertThat(all.await()).isEqualTo(some.await())
          assertThat(messages.await()).containsExactly("1", "2")
          assertThat(presences.await()).hasSize(1)
        }
    }

  /** The client stops reading behind a collector that is slow, and loses nothing. */
  @Test
  fun a_slow_collector_has_the_server_wait() = suspending {
    val all = 0 until 2000
    val backlog = Channel<Backlog>(Channel.UNLIMITED)
    val bodies = Channel<String?>(Channel.UNLIMITED)
    val free = CompletableDeferred<Unit>()
    limited(backlog)
      .built { it.send(messages(all)) }
      .use { it ->
        val collector =
          it.client().messages().collectIn(this) { message ->
            bodies.send(message.body())
            free.await()
          }
        it.client().connectAwait()

        assertThat(backlog.receive().paused()).isTrue()
        assertThat(bodies.receive()).isEqualTo("0")
        assertThat(bodies.tryReceive().isFailure).isTrue()
        free.complete(Unit)
        for (number in 1..all.last) assertThat(bodies.receive()).isEqualTo("$number")
        collector.cancelAndJoin()
      }
  }

  /** What a collector has left counts for nobody: the others get all, and reading never pauses. */
  @Test
  fun cancelling_a_collector_ends_its_subscription() = suspending {
    val backlog = Channel<Backlog>(Channel.UNLIMITED)
    val first = CompletableDeferred<String?>()
    limited(backlog)
      .built { it.send(message(0)).awaitCue("left").send(messages(1..1000)) }
      .use { it ->
        val leaving =
          it.client().messages().collectIn(this) { message ->
            first.complete(message.body())
            CompletableDeferred<Unit>().await()
          }
        it.client().connectAwait()
        assertThat(first.await()).isEqualTo("0")
        leaving.cancelAndJoin()

        val others = async(start = UNDISPATCHED) { it.client().messages().take(1000).toList() }
        it.peer().cue("left")
        assertThat(others.await().map { it.body() }).isEqualTo((1..1000).map { "$it" })
      }
  }

  private fun limited(backlog: Channel<Backlog>): ScriptedClient.Builder =
    ScriptedClient.builder().client {
      it.backlog(BacklogLimits(100, 1 shl 20, 16_384, 64 shl 20)).onBacklog(backlog::trySend)
    }

  @Test
  fun states_begin_with_the_current_one_and_end_when_the_client_is_closed() = suspending {
    bound {}
      .use { it ->
        val states = async(start = UNDISPATCHED) { it.client().states().toList() }
        val first = CompletableDeferred<ConnectionState>()
        it.client().states().collectIn(this) { first.complete(it) }
        assertThat(first.await()).isInstanceOf(ConnectionState.Connected::class.java)
        it.client().shutdownAwait()
        assertThat(states.await().first()).isInstanceOf(ConnectionState.Connected::class.java)
        assertThat(states.await().last()).isEqualTo(ConnectionState.Closed())
        assertThat(it.client().states().toList()).containsExactly(ConnectionState.Closed())
      }
  }

  /** Who comes late to the states has the latest, not all of them. */
  @Test
  fun a_slow_collector_has_the_latest_state() = suspending {
    val states = CopyOnWriteArrayList<ConnectionState>()
    val free = CompletableDeferred<Unit>()
    bound {}
      .use { it ->
        val slow =
          it.client().states().collectIn(this) { state ->
            states += state
            free.await()
          }
        it.client().shutdownAwait()
        it.client().states().toList()
        free.complete(Unit)
        slow.join()
        assertThat(states).hasSizeLessThanOrEqualTo(2)
        assertThat(states.last()).isEqualTo(ConnectionState.Closed())
      }
  }

  @Test
  fun a_collection_has_subscribed_when_it_is_started_in_a_scope() = suspending {
    val source = Source()
    val received = Channel<Int>(Channel.UNLIMITED)
    val collector = events(source = source::subscribe).collectIn(this) { received.send(it) }
    assertThat(source.subscribers).hasSize(1)
    source.subscribers[0].accept(1)
    assertThat(received.receive()).isEqualTo(1)
    collector.cancelAndJoin()
    assertThat(source.closed).isEqualTo(1)
  }

  @Test
  fun events_wait_in_a_bounded_buffer() = suspending {
    val source = Source()
    val received = CopyOnWriteArrayList<Int>()
    val collecting =
      async(start = UNDISPATCHED) {
        runCatching { events(8, source::subscribe).collect(received::add) }.exceptionOrNull()
      }
    for (number in 1..8) source.subscribers[0].accept(number)
    yield()
    assertThat(received).containsExactlyElementsOf(1..8)
    for (number in 9..20) source.subscribers[0].accept(number) // one for who waits, and 8

    assertThat(collecting.await()).isInstanceOf(IllegalStateException::class.java)
    assertThat(received).containsExactlyElementsOf(1..17)
    assertThat(source.closed).isEqualTo(1)
    assertThat(assertThrows<IllegalArgumentException> { events(0, source::subscribe) })
      .hasMessage("capacity: 0 (expected: > 0)")
  }

  /** An extension that reports numbers. */
  private class Source {
    val subscribers = CopyOnWriteArrayList<Consumer<Int>>()
    var closed = 0

    fun subscribe(subscriber: Consumer<Int>): Subscription {
      subscribers += subscriber
      return Subscription { closed++ }
    }
  }

  @Test
  fun states_of_a_client_that_was_never_connected_end_too() = suspending {
    val client = xmppClient("juliet@localhost") { sasl(Sasl.anonymous()) }
    val states = async(start = UNDISPATCHED) { client.states().toList() }
    launch(Dispatchers.Default) { client.shutdownAwait() }
    assertThat(states.await().last()).isEqualTo(ConnectionState.Closed())
  }
}
