package im.linnet.kotlin

import im.linnet.XmppClient
import im.linnet.connection.ConnectionState
import im.linnet.connection.ReconnectPolicy
import im.linnet.jid.Jid
import im.linnet.roster.Roster
import im.linnet.sasl.Sasl
import im.linnet.test.ScriptedClient
import java.io.IOException
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows

@Timeout(120)
class ClientTest {

  @Test
  fun is_built_from_settings_with_extensions_found_by_their_type() = suspending {
    xmppClient("juliet@localhost") {
        sasl(Sasl.anonymous())
        reconnect(ReconnectPolicy.standard())
        with(::Roster)
      }
      .use { client ->
        val roster: Roster = client.get<Roster>()
        assertThat(client.extensions()).containsExactly(roster)
        assertThat(client.account()).isEqualTo(Jid.of("juliet@localhost"))
      }
  }

  @Test
  fun is_built_for_an_address_too() = suspending {
    val account = Jid.of("juliet@localhost")
    xmppClient(account) { sasl(Sasl.anonymous()) }
      .use { client ->
        assertThat(client.account()).isEqualTo(account)
        assertThrows<IllegalArgumentException> { client.get<Roster>() }
      }
    assertThrows<IllegalStateException> { xmppClient(account) {} }
  }

  @Test
  fun is_closed_after_use_and_returns_what_the_block_does() = suspending {
    bound {}
      .use { it ->
        val address = it.client().use { client -> client.address().toString() }
        assertThat(address).isEqualTo("juliet@localhost/balcony")
        assertThat(it.client().state()).isEqualTo(ConnectionState.Closed())
      }
  }

  /** Another coroutine of the same thread lets the server end the stream. */
  @Test
  fun suspends_while_it_is_closed() = suspending {
    val events = CopyOnWriteArrayList<String>()
    ScriptedClient.builder()
      .client { it.closeLimit(Duration.ofSeconds(60)) }
      .endingAnyhow()
      .bound { it.expectClose().awaitCue("close").close() }
      .use { it ->
        launch {
          it.client().states().first { state -> state is ConnectionState.Closing }
          events += "closing"
          it.peer().cue("close")
        }
        it.client().use {}
        events += "closed"
      }
    assertThat(events).containsExactly("closing", "closed")
  }

  @Test
  fun is_closed_when_a_child_fails_and_its_siblings_are_cancelled_before() = suspending {
    val events = CopyOnWriteArrayList<String>()
    built { send(message(1)) }
      .use { it ->
        val failure =
          assertThrows<IOException> {
            it.client().use { client ->
              coroutineScope {
                launch {
                  try {
                    awaitCancellation()
                  } finally {
                    events += "sibling ended: " + client.state().javaClass.simpleName
                  }
                }
                client.messages().collectIn(this) { throw IOException("no room for it") }
                client.connectAwait()
                awaitCancellation()
              }
            }
          }
        assertThat(failure).hasMessage("no room for it")
        assertThat(it.client().state()).isEqualTo(ConnectionState.Closed())
      }
    assertThat(events).containsExactly("sibling ended: Connected")
  }

  @Test
  fun is_closed_in_order_when_the_user_is_cancelled() = suspending {
    bound {}
      .use { it ->
        val used = CompletableDeferred<Unit>()
        val user = launch {
          it.client().use {
            used.complete(Unit)
            awaitCancellation()
          }
        }
        used.await()
        user.cancelAndJoin()
        assertThat(it.client().state()).isEqualTo(ConnectionState.Closed())
        assertThat(user.isCancelled).isTrue()
      }
  }

  @Test
  fun a_failure_to_close_does_not_hide_that_of_the_block() = suspending {
    val real = xmppClient("juliet@localhost") { sasl(Sasl.anonymous()) }
    val broken =
      object : XmppClient by real {
        override fun shutdown(): CompletableFuture<Void> =
          CompletableFuture.failedFuture(IllegalStateException("broken"))
      }
    val failure = assertThrows<IOException> { broken.use { throw IOException("block") } }
    assertThat(failure.suppressed.single()).hasMessage("broken")
    assertThat(assertThrows<IllegalStateException> { broken.use {} }).hasMessage("broken")
    assertThat(
        assertThrows<CancellationException> { broken.use { throw CancellationException("over") } }
      )
      .hasMessage("over")
    real.shutdownAwait()
  }
}
