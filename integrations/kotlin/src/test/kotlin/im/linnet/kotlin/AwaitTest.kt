package im.linnet.kotlin

import im.linnet.RequestOptions
import im.linnet.connection.ConnectionState
import im.linnet.failure.RefusedException
import im.linnet.failure.StanzaException
import im.linnet.failure.TransportException
import im.linnet.jid.Jid
import im.linnet.sasl.Sasl
import im.linnet.stanza.Iq
import im.linnet.stanza.Message
import im.linnet.stanza.Presence
import im.linnet.stanza.Reply
import im.linnet.stanza.StanzaError
import im.linnet.test.ScriptedClient
import im.linnet.testkit.peer.ScriptedPeer
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineStart.UNDISPATCHED
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.filterIsInstance
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.future.future
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows

@Timeout(120)
class AwaitTest {

  private val romeo = Jid.of("romeo@localhost/orchard")

  @Test
  fun connects_sends_delivers_and_closes() = suspending {
    built { expectLike("<message><body>1</body></message>").expectLike("<presence/>") }
      .use { it ->
        val client = it.client()
        val stream = client.connectAwait()
        client.sendAwait(Message.chat(romeo, "1"))
        client.deliverAwait(Presence.available())
        client.shutdownAwait()
        assertThat(stream.jid().toString()).isEqualTo("juliet@localhost/balcony")
        assertThat(client.state()).isEqualTo(ConnectionState.Closed())
      }
  }

  @Test
  fun gives_the_answer_or_the_failure_itself() = suspending {
    val error =
      "<error type='cancel'>" +
        "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
    bound {
        for (answer in listOf("result'/>", "result'/>", "error'>$error</iq>")) {
          expectLike("<iq type='get' id='{id}'>$PING</iq>").send("<iq id='{id}' type='$answer")
        }
      }
      .use { it ->
        val client = it.client()
        assertThat(client.requestAwait(ping()).type()).isEqualTo(Iq.Type.RESULT)
        val read: String = client.requestAwait(ping()) { answer -> "read ${answer.type()}" }
        assertThat(read).isEqualTo("read RESULT")

        val failure = assertThrows<StanzaException> { client.requestAwait(ping()) }
        assertThat(failure.error().condition()).isEqualTo(StanzaError.Condition.ITEM_NOT_FOUND)
      }
  }

  @Test
  fun says_that_there_was_no_answer_in_time() = suspending {
    bound { expectLike("<iq type='get'>$PING</iq>") }
      .use { it ->
        val hasty = RequestOptions.standard().limit(Duration.ofMillis(1))
        val failure = assertThrows<TransportException> { it.client().requestAwait(ping(), hasty) }
        assertThat(failure.reason()).isEqualTo(TransportException.Reason.NO_ANSWER)
      }
  }

  @Test
  fun fails_with_what_a_closed_client_says() = suspending {
    val client = xmppClient("juliet@localhost") { sasl(Sasl.anonymous()) }
    client.shutdownAwait(0.seconds)
    assertThat(client.state()).isEqualTo(ConnectionState.Closed())
    assertThrows<RefusedException> { client.connectAwait() }
    assertThrows<RefusedException> { client.suspendAwait() }
    assertThrows<TransportException> { client.requestAwait(ping()) }
    assertThat(assertThrows<IllegalArgumentException> { client.shutdownAwait((-1).seconds) })
      .hasMessageContaining("limit")
  }

  @Test
  fun cancelling_discards_a_request() = suspending {
    bound {
        expectLike("<iq type='get' id='{one}'>$PING</iq>")
          .mark("asked")
          .awaitCue("cancelled")
          .send("<iq type='result' id='{one}'/>" + message(7))
      }
      .use { it ->
        val read = AtomicBoolean()
        val next = async(start = UNDISPATCHED) { it.client().messages().first() }
        val request =
          launch(Dispatchers.Default) { it.client().requestAwait(ping()) { read.set(true) } }

        it.peer().awaitMark("asked")
        request.cancelAndJoin()
        it.peer().cue("cancelled")

        assertThat(next.await().body()).isEqualTo("7")
        assertThat(read).isFalse()
        assertThat(request.isCancelled).isTrue()
      }
  }

  @Test
  fun cancelling_aborts_connecting() = suspending {
    ScriptedPeer.listen()
      .script { it.silence() }
      .use { peer ->
        ScriptedClient.of(peer).build().use { client ->
          val connecting = launch { client.connectAwait() }
          client.states().first { it is ConnectionState.Connecting }
          connecting.cancelAndJoin()
          val ended = client.states().filterIsInstance<ConnectionState.Disconnected>().first()
          assertThat((ended.cause() as TransportException).reason())
            .isEqualTo(TransportException.Reason.CLOSED_HERE)
        }
      }
  }

  /** So it can be called in `finally`, and the threads of the client end with it. */
  @Test
  fun closing_is_not_cancelled() = suspending {
    val it = bound {}
    val connected = Channel<Unit>(1)
    val work =
      launch(Dispatchers.Default) {
        try {
          connected.send(Unit)
          awaitCancellation()
        } finally {
          it.client().shutdownAwait()
        }
      }
    connected.receive()
    work.cancelAndJoin()
    assertThat(it.client().state()).isEqualTo(ConnectionState.Closed())
    it.close()
  }

  @Test
  fun suspending_is_not_cancelled_as_the_stream_would_be_lost() = suspending {
    val sm = "xmlns='urn:xmpp:sm:3'"
    ScriptedClient.builder()
      .features("<sm $sm/>")
      .endingAnyhow()
      .bound { it.expectLike("<enable $sm/>").send("<enabled $sm id='some-id' resume='true'/>") }
      .use { it ->
        val id = CopyOnWriteArrayList<String>()
        val work =
          launch(start = UNDISPATCHED) {
            try {
              awaitCancellation()
            } finally {
              id += it.client().suspendAwait().id()
            }
          }
        work.cancelAndJoin()
        assertThat(id).containsExactly("some-id")
      }
  }

  @Test
  fun a_handler_of_requests_may_suspend() = suspending {
    bound {
        awaitCue("ready")
          .send("<iq type='get' id='1' from='romeo@localhost/orchard'>$PING</iq>")
          .expectLike("<iq type='result' id='1'/>")
          .mark("answered")
      }
      .use { it ->
        it.client().onRequest(Iq.Type.GET, "ping", "urn:xmpp:ping") {
          future {
            yield()
            Reply.result()
          }
        }
        it.peer().cue("ready")
        withContext(Dispatchers.IO) { it.peer().awaitMark("answered") }
      }
  }

  /** With the dispatcher that stays on the thread that resumes. */
  @Test
  fun resumes_on_threads_for_callbacks_and_never_on_an_event_loop() = suspending {
    val threads = CopyOnWriteArrayList<String>()
    fun note() {
      threads += Thread.currentThread().name
    }
    built {
        awaitCue("ready")
          .send(message(1) + PRESENCE)
          .expectLike("<iq type='get' id='{id}'>$PING</iq>")
          .send("<iq type='result' id='{id}'/>")
          .expectLike("<message><body>2</body></message>")
          .expectLike("<message><body>3</body></message>")
      }
      .use { it ->
        val client = it.client()
        withContext(Dispatchers.Unconfined) {
          client.states().collectIn(this) { note() }
          client.messages().collectIn(this) { note() }
          client.presences().collectIn(this) { note() }
          client.connectAwait()
          note()
          val said = async(start = UNDISPATCHED) { client.messages().first() }
          val seen = async(start = UNDISPATCHED) { client.presences().first() }
          it.peer().cue("ready")
          said.await()
          note()
          seen.await()
          note()
          client.requestAwait(ping()) { note() }
          note()
          client.sendAwait(Message.chat(romeo, "2"))
          note()
          client.deliverAwait(Message.chat(romeo, "3"))
          note()
          client.shutdownAwait()
          note()
        }
      }
    assertThat(threads).anyMatch { it.startsWith("linnet-callback") }
    assertThat(threads).noneMatch { it.startsWith("linnet-io") }
  }
}
