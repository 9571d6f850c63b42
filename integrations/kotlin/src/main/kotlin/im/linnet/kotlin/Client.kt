package im.linnet.kotlin

import im.linnet.ClientBuilder
import im.linnet.Extension
import im.linnet.XmppClient
import im.linnet.jid.Jid

/**
 * Builds a client, without connecting it.
 *
 * ```
 * val client =
 *   xmppClient("juliet@example.com") {
 *     sasl(Sasl.password("secret"))
 *     reconnect(ReconnectPolicy.standard())
 *     with(::Roster)
 *   }
 * ```
 *
 * @param account the account, such as `juliet@example.com`; only a domain if the credentials
 *   identify the user
 * @param settings the settings of [ClientBuilder], of which `sasl` is required
 * @return the client, which is the caller's to close: see [use]
 * @throws IllegalArgumentException if the address is malformed
 * @throws IllegalStateException if `sasl` is missing or an extension was added twice
 */
public fun xmppClient(account: String, settings: ClientBuilder.() -> Unit): XmppClient =
  XmppClient.builder(account).apply(settings).build()

/**
 * Builds a client, without connecting it.
 *
 * @param account the account; its resourcepart, if any, is requested when binding
 * @param settings the settings of [ClientBuilder], of which `sasl` is required
 * @return the client, which is the caller's to close: see [use]
 * @throws IllegalStateException if `sasl` is missing or an extension was added twice
 */
public fun xmppClient(account: Jid, settings: ClientBuilder.() -> Unit): XmppClient =
  XmppClient.builder(account).apply(settings).build()

/**
 * An extension of this client: `client.get<Roster>()`.
 *
 * @param E its type
 * @return the extension
 * @throws IllegalArgumentException if the client was built without it
 */
public inline fun <reified E : Extension> XmppClient.get(): E = get(E::class.java)

/**
 * Runs the block, then closes the client as [XmppClient.shutdown] does and waits until nothing is
 * open any more, whether the block ends, fails or is cancelled. Waiting suspends, is not cancelled,
 * and takes at most [ClientBuilder.closeLimit].
 *
 * The block is not a scope. Coroutines that use the client belong into a `coroutineScope` within
 * it: if one fails, the others are cancelled, and then the client is closed.
 *
 * Without its import, `use` is the one of Kotlin's standard library, which blocks the thread.
 *
 * @param block gets this client
 * @return what the block returns
 */
public suspend inline fun <C : XmppClient, R> C.use(block: (C) -> R): R {
  var failure: Throwable? = null
  try {
    return block(this)
  } catch (thrown: Throwable) {
    failure = thrown
    throw thrown
  } finally {
    closeAfter(failure)
  }
}

/** Closes the client; what goes wrong then does not hide the failure of the block. */
@PublishedApi
internal suspend fun XmppClient.closeAfter(failure: Throwable?) {
  try {
    shutdownAwait()
  } catch (closing: Throwable) {
    if (failure == null) throw closing
    failure.addSuppressed(closing)
  }
}
