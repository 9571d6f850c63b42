package im.linnet.kotlin

import im.linnet.XmppClient
import im.linnet.connection.ConnectionState
import im.linnet.connection.Subscription
import im.linnet.stanza.Message
import im.linnet.stanza.Presence
import java.util.function.Consumer
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Job
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.launch

/*
 * Each collection is a subscription of its own. It begins when the collection does, receives what
 * arrives from then on, in order, and ends with the collection, however that ends.
 */

/**
 * Messages, with back-pressure: `stanzas().asFlow()` without the presences, see [asFlow]. A bounced
 * one has an [error][Message.error].
 *
 * @return completes when the client is closed and what arrived before has been collected
 */
public fun XmppClient.messages(): Flow<Message> = stanzas().asFlow().filterIsInstance<Message>()

/**
 * Presences, with back-pressure: `stanzas().asFlow()` without the messages, see [asFlow].
 *
 * @return completes when the client is closed and what arrived before has been collected
 */
public fun XmppClient.presences(): Flow<Presence> = stanzas().asFlow().filterIsInstance<Presence>()

/**
 * The states of the connection, beginning with the current one as [XmppClient.onState] does. A slow
 * collector receives the latest state and misses those between: states that have passed are of no
 * use, and waiting for them must not hold up the stanzas.
 *
 * @return completes after [ConnectionState.Closed]
 */
public fun XmppClient.states(): Flow<ConnectionState> = flow {
  val latest = Channel<ConnectionState>(Channel.CONFLATED)
  onState(latest::trySend).use {
    // A client that is closed calls nobody any more.
    if (state() is ConnectionState.Closed) latest.trySend(state())
    for (state in latest) {
      emit(state)
      if (state is ConnectionState.Closed) break
    }
  }
}

/**
 * What an extension reports to a subscriber: `events<RosterEvent> { roster.onChange(it) }`. Its
 * source knows no demand, so events wait in a buffer.
 *
 * @param capacity how many events may wait
 * @param source subscribes, at each collection
 * @return never completes by itself; fails with [IllegalStateException] when more events wait, once
 *   those before have been collected
 * @throws IllegalArgumentException if the capacity is not positive
 */
public fun <T : Any> events(capacity: Int = 256, source: (Consumer<T>) -> Subscription): Flow<T> {
  require(capacity > 0) { "capacity: $capacity (expected: > 0)" }
  return flow {
    val waiting = Channel<T>(capacity)
    val offer =
      Consumer<T> { event ->
        if (waiting.trySend(event).isFailure) {
          waiting.close(IllegalStateException("More than $capacity events wait for a collector"))
        }
      }
    source(offer).use { for (event in waiting) emit(event) }
  }
}

/**
 * Collects in a coroutine of the scope, which has subscribed when this returns:
 * ```
 * client.messages().collectIn(this) { message -> println(message.body()) }
 * client.connectAwait() // and no message is missed
 * ```
 *
 * `launch { collect { } }` may subscribe only later. So does this, where an operator such as
 * `buffer` or `flowOn`, which collects in another coroutine, is between.
 *
 * @param scope the scope; a failure of the action fails it
 * @param action called with each item, one after the other
 * @return the coroutine; cancel it to end the subscription
 */
public fun <T> Flow<T>.collectIn(scope: CoroutineScope, action: suspend (T) -> Unit): Job =
  scope.launch(start = UNDISPATCHED) { collect { action(it) } }
