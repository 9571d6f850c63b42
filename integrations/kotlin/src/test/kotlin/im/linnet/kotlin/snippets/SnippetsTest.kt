package im.linnet.kotlin.snippets

import im.linnet.kotlin.shutdownAwait
import im.linnet.testkit.peer.Script
import im.linnet.testkit.peer.ScriptedPeer
import im.linnet.testkit.tls.TestCertificates
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.PrintStream
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

/** The Kotlin of the pages compiles, as it is that of [Snippets], and does what it says. */
@Timeout(120)
class SnippetsTest {

  @ParameterizedTest
  @ValueSource(
    strings =
      [
        "README.md",
        "../../docs/recipes/kotlin.md",
        "src/main/kotlin/im/linnet/kotlin/Client.kt",
        "src/main/kotlin/im/linnet/kotlin/Flows.kt",
      ]
  )
  fun is_the_code_of_a_page(page: String) {
    val fence = if (page.endsWith(".md")) "```kotlin" else "```"
    val lines = File(page).readLines().map { it.removePrefix(" * ") }
    val code = File("src/test/kotlin/im/linnet/kotlin/snippets/Snippets.kt").readLines()
    val snippets =
      lines.indices
        .filter { lines[it] == fence && lines.take(it).count { it.startsWith("```") } % 2 == 0 }
        .map { begin -> lines.drop(begin + 1).takeWhile { it != "```" } }
    assertThat(snippets).isNotEmpty()
    assertThat(snippets).allMatch { snippet ->
      val shown = snippet.joinToString("\n")
      code.windowed(snippet.size).any { it.joinToString("\n").trimIndent() == shown }
    }
  }

  @Test
  fun the_first_one_delivers_a_message() {
    val printed =
      run({ expectLike("<message to='romeo@example.com'><body>Hello</body></message>") }) {
        runBlocking { Hello().main() }
      }
    assertThat(printed).containsExactly("The server has the message of juliet@example.com/balcony")
  }

  @Test
  fun the_second_one_stays_and_prints_what_it_gets() {
    val printed =
      run({
        expectLike("<iq type='get' id='{id}'><query xmlns='jabber:iq:roster'/></iq>")
          .send("<iq type='result' id='{id}'><query xmlns='jabber:iq:roster'/></iq>")
          .expectLike("<presence/>")
          .send("<message from='romeo@example.com'><body>But soft!</body></message>")
          .send("<iq type='get' id='last'><ping xmlns='urn:xmpp:ping'/></iq>")
          .expectLike("<iq type='error' id='last'/>")
          .mark("done")
      }) {
        runBlocking { untilDone { contacts() } }
      }
    assertThat(printed).containsExactlyInAnyOrder("0 contacts", "romeo@example.com: But soft!")
  }

  @Test
  fun the_recipe_answers_and_ends_when_its_client_is_closed() {
    val printed =
      run({
        expectLike("<presence/>")
          .send("<message from='romeo@example.com/1' type='chat'><body>But soft!</body></message>")
          .expectLike("<message to='romeo@example.com/1'><body>You say: But soft!</body></message>")
          .mark("done")
      }) {
        runBlocking { untilDone { Bot().main() } }
      }
    assertThat(printed)
      .contains("Connecting[]", "Listening as juliet@example.com/balcony")
      .noneMatch { it.startsWith("No answer") }
  }

  private lateinit var peer: ScriptedPeer

  /** Closes the client when the server says that all has been said. */
  private suspend fun Snippets.untilDone(program: suspend Snippets.() -> Unit) = coroutineScope {
    launch(Dispatchers.IO) {
      peer.awaitMark("done")
      built.shutdownAwait()
    }
    program()
  }

  /** What a program prints, line by line, with a server of example.com that follows the script. */
  private fun run(lines: Script.() -> Unit, program: Snippets.() -> Unit): List<String> {
    val authority = TestCertificates.create()
    peer = ScriptedPeer.listen().withTls(authority.server("example.com").serverContext())
    peer.script {
      it.secureStream("example.com").signInByScram("example.com", "secret")
      it.bind("example.com", "juliet@example.com/balcony").then { it.lines() }.expectClose().close()
    }
    val printed = ByteArrayOutputStream()
    val console = System.out
    System.setOut(PrintStream(printed, true, Charsets.UTF_8))
    try {
      peer.use {
        Snippets(peer, authority.trustAnchor()).program()
        peer.await()
      }
    } finally {
      System.setOut(console)
    }
    return printed.toString(Charsets.UTF_8).lines().filter { it.isNotEmpty() }
  }
}
