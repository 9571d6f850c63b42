package im.linnet.kotlin

import im.linnet.stanza.Iq
import im.linnet.test.ScriptedClient
import im.linnet.testkit.peer.Script
import im.linnet.xml.Element
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.runBlocking

/** A test that suspends. It returns nothing, as JUnit asks. */
internal fun suspending(test: suspend CoroutineScope.() -> Unit) {
  runBlocking { test() }
}

/** What the tests let the server and the client say. */
internal const val PING = "<ping xmlns='urn:xmpp:ping'/>"

internal fun ping(): Iq = Iq.get(null, Element.of("ping", "urn:xmpp:ping"))

internal fun message(number: Int): String =
  "<message from='romeo@localhost/orchard' type='chat'><body>$number</body></message>"

internal fun messages(numbers: IntRange): String = numbers.joinToString("", transform = ::message)

internal const val PRESENCE = "<presence from='romeo@localhost/orchard'/>"

/** A client that is not connected yet; its script begins when its resource is bound. */
internal fun built(lines: Script.() -> Unit): ScriptedClient =
  ScriptedClient.builder().built { it.lines() }

/** A client that is connected. */
internal fun bound(lines: Script.() -> Unit): ScriptedClient =
  ScriptedClient.builder().bound { it.lines() }
