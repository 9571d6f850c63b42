package im.linnet.kotlin

import im.linnet.ClientBuilder
import im.linnet.RequestOptions
import im.linnet.XmppClient
import im.linnet.connection.BoundStream
import im.linnet.connection.SavedStream
import im.linnet.failure.XmppException
import im.linnet.stanza.Iq
import im.linnet.stanza.Stanza
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.future.await
import kotlinx.coroutines.withContext

/*
 * All of these fail with the XmppException itself. What cancelling the coroutine does is said of
 * each. They resume on the coroutine's dispatcher; with Dispatchers.Unconfined on a thread for
 * callbacks, never on an event loop.
 */

/**
 * Connects, as [XmppClient.connect] does. Cancelling it aborts the attempt and any reconnecting.
 *
 * @return the bound stream
 * @throws XmppException if the first attempt fails, or if the client is connected, closed, or being
 *   connected by another call
 */
public suspend fun XmppClient.connectAwait(): BoundStream = connect().await()

/**
 * Sends a stanza, as [XmppClient.send] does, and waits until it is written to the connection.
 * Cancelling it does not recall the stanza.
 *
 * @param stanza the stanza; a message without an id gets one
 * @throws XmppException if it was not sent
 */
public suspend fun XmppClient.sendAwait(stanza: Stanza) {
  send(stanza).await()
}

/**
 * Sends a stanza, as [XmppClient.deliver] does, and waits for the server's acknowledgement.
 * Cancelling it does not recall the stanza.
 *
 * @param stanza the stanza; a message without an id gets one
 * @throws XmppException if it was not sent, or if it may or may not have arrived
 */
public suspend fun XmppClient.deliverAwait(stanza: Stanza) {
  deliver(stanza).await()
}

/**
 * Sends a request and waits for its answer, as [XmppClient.request] does. Cancelling it discards
 * the request.
 *
 * @param request an IQ of type get or set; without an id it gets one
 * @param options limits for this request
 * @return the answer, of type result
 * @throws XmppException if the answer is an error, or if there is none
 * @throws IllegalArgumentException if the IQ is an answer
 */
public suspend fun XmppClient.requestAwait(
  request: Iq,
  options: RequestOptions = RequestOptions.standard(),
): Iq = request(request, options).await()

/**
 * Sends a request and reads its answer, as [XmppClient.request] does. Cancelling it discards the
 * request.
 *
 * @param request an IQ of type get or set; without an id it gets one
 * @param options limits for this request
 * @param reader converts the answer, which is of type result, on a thread of the client for
 *   callbacks. Throws [IllegalArgumentException] if the answer is malformed
 * @return what the reader returned
 * @throws XmppException if the answer is an error or unreadable, or if there is none
 * @throws IllegalArgumentException if the IQ is an answer
 */
public suspend fun <T : Any> XmppClient.requestAwait(
  request: Iq,
  options: RequestOptions = RequestOptions.standard(),
  reader: (Iq) -> T,
): T = request(request, options, reader).await()

/**
 * Closes the client, as [XmppClient.shutdown] does, and waits until nothing is open any more.
 * Cancelling has no effect, so it can be called in `finally`; it takes at most
 * [ClientBuilder.closeLimit].
 */
public suspend fun XmppClient.shutdownAwait() {
  withContext(NonCancellable) { shutdown().await() }
}

/**
 * Closes the client, as [shutdownAwait] does, with a limit of its own.
 *
 * @param limit how long sending queued stanzas and ending the stream may take; zero to close at
 *   once
 * @throws IllegalArgumentException if the limit is negative
 */
public suspend fun XmppClient.shutdownAwait(limit: Duration) {
  withContext(NonCancellable) { shutdown(limit.toJavaDuration()).await() }
}

/**
 * Closes the client and leaves its stream open, as [XmppClient.suspend] does. Cancelling has no
 * effect, because the stream would be lost: it can be called in `finally`, and takes at most
 * [ClientBuilder.closeLimit].
 *
 * @return the stream
 * @throws XmppException if there is no stream that can be resumed; then nothing has changed
 */
public suspend fun XmppClient.suspendAwait(): SavedStream =
  withContext(NonCancellable) { suspend().await() }
