package im.linnet.kotlin.snippets

import im.linnet.ClientBuilder
import im.linnet.XmppClient
import im.linnet.connection.ConnectionState
import im.linnet.connection.ReconnectPolicy
import im.linnet.endpoint.Endpoint
import im.linnet.failure.XmppException
import im.linnet.jid.Jid
import im.linnet.kotlin.collectIn
import im.linnet.kotlin.connectAwait
import im.linnet.kotlin.deliverAwait
import im.linnet.kotlin.get
import im.linnet.kotlin.messages
import im.linnet.kotlin.sendAwait
import im.linnet.kotlin.states
import im.linnet.kotlin.use
import im.linnet.roster.Roster
import im.linnet.sasl.Sasl
import im.linnet.stanza.Message
import im.linnet.stanza.Presence
import im.linnet.testkit.peer.ScriptedPeer
import im.linnet.tls.TlsPolicy
import java.security.cert.X509Certificate
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.future.await

/**
 * The code of the pages and of the documentation of the functions, as it stands there.
 *
 * @property server stands for that of example.com
 * @property authority has signed its certificate
 */
internal class Snippets(private val server: ScriptedPeer, private val authority: X509Certificate) {

  /** The last client. */
  lateinit var built: XmppClient
    private set

  /** As of the artifact, but with the place of the server, which a name server would tell. */
  private fun xmppClient(account: String, settings: ClientBuilder.() -> Unit): XmppClient =
    im.linnet.kotlin
      .xmppClient(account) {
        settings()
        endpoint(Endpoint.startTls("127.0.0.1", server.port()))
        tls(TlsPolicy.builder().trust(authority).build())
      }
      .also { built = it }

  inner class Hello {
    suspend fun main() {
      xmppClient("juliet@example.com") { sasl(Sasl.password("secret")) }
        .use { client ->
          val stream = client.connectAwait()
          client.deliverAwait(Message.chat(Jid.of("romeo@example.com"), "Hello"))
          println("The server has the message of ${stream.jid()}")
        }
    }
  }

  suspend fun contacts() {
    val client =
      xmppClient("juliet@example.com") {
        sasl(Sasl.password("secret"))
        reconnect(ReconnectPolicy.standard())
        with(::Roster)
      }
    client.use {
      coroutineScope {
        client.messages().collectIn(this) { message ->
          println("${message.from()}: ${message.body()}")
        }
        client.connectAwait()
        val roster = client.get<Roster>()
        println("${roster.load().await().size} contacts")
        client.sendAwait(Presence.available())
      }
    }
  }

  suspend fun CoroutineScope.early(client: XmppClient) {
    client.messages().collectIn(this) { message -> println(message.body()) }
    client.connectAwait() // and no message is missed
  }

  inner class Bot {
    suspend fun main() {
      val client =
        xmppClient("juliet@example.com") {
          sasl(Sasl.password("secret"))
          reconnect(ReconnectPolicy.standard())
        }
      Runtime.getRuntime().addShutdownHook(Thread(client::close)) // Ctrl-C says goodbye
      client.use {
        coroutineScope {
          client.states().collectIn(this) { state ->
            when (state) {
              is ConnectionState.Connected ->
                if (!state.stream().resumed()) client.send(Presence.available())
              is ConnectionState.Disconnected ->
                state.cause()?.let { throw it } // somebody has to act
              else -> println(state)
            }
          }
          client.messages().collectIn(this) { message ->
            val from = message.from()
            if (from != null && message.body() != null && message.type() == Message.Type.CHAT) {
              try {
                client.deliverAwait(Message.chat(from, "You say: ${message.body()}"))
              } catch (failure: XmppException) {
                println("No answer for $from: ${failure.message}")
              }
            }
          }
          println("Listening as ${client.connectAwait().jid()}")
        }
      }
    }
  }
}
