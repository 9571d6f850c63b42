package im.linnet.test;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Plays the transcript of a hostile server to a real client, without a network, under several
 * {@linkplain Chunking chunkings} of all but the login. Whatever the transcript is, the following
 * must hold, and {@link #play} fails if it does not: each future ends; the states of the client
 * follow from each other and end once; the outcome does not depend on the chunking; nothing is
 * written after the end of the stream; neither failures nor states, dropped stanzas or traces show
 * the password; the same client can connect again.
 *
 * <pre>{@code
 * HostileRun run =
 *     HostileServer.signedIn()
 *         .say("<message from='a@b'><body>One</body></message>")
 *         .say("<!DOCTYPE x>")
 *         .play();
 * assertThat(run.failure()).isInstanceOf(StreamException.class);
 * assertThat(run.bodies()).containsExactly("One");
 * }</pre>
 *
 * <p>Immutable. The client is {@code juliet@localhost} with the mechanism PLAIN, on a connection
 * that counts as TLS.
 */
public final class HostileServer {

  /** The full address that the server binds. */
  public static final String ADDRESS = "juliet@localhost/balcony";

  /** The password, which must not show up anywhere. */
  public static final String PASSWORD = "wherefore-art-thou";

  private static final String HEADER =
      "<?xml version='1.0'?><stream:stream xmlns='jabber:client' id='h' from='localhost'"
          + " version='1.0' xmlns:stream='http://etherx.jabber.org/streams'>";
  private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String BIND = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>";

  private final List<Line> lines;
  private final UnaryOperator<ClientBuilder> change;
  private final Function<XmppClient, List<? extends CompletionStage<?>>> calls;
  private final List<Chunking> chunkings;
  private final Ending ending;
  private final long taken;

  private HostileServer(
      List<Line> lines,
      UnaryOperator<ClientBuilder> change,
      Function<XmppClient, List<? extends CompletionStage<?>>> calls,
      List<Chunking> chunkings,
      Ending ending,
      long taken) {
    this.taken = taken;
    this.lines = List.copyOf(lines);
    this.change = change;
    this.calls = calls;
    this.chunkings = List.copyOf(chunkings);
    this.ending = ending;
  }

  /** A line of a transcript. */
  sealed interface Line {

    /** The server waits for a text of the client. */
    record Hear(String text) implements Line {}

    /** The server sends bytes; {@code {id}} stands for the last id that it heard. */
    final class Say implements Line {

      private final byte[] bytes;
      private final boolean cut;

      Say(byte[] bytes, boolean cut) {
        this.bytes = bytes.clone();
        this.cut = cut;
      }

      static Say of(String text, boolean cut) {
        return new Say(text.getBytes(StandardCharsets.UTF_8), cut);
      }

      byte[] bytes() {
        return bytes.clone();
      }

      /** Whether the chunking applies. */
      boolean cut() {
        return cut;
      }
    }

    /** The program makes its calls. */
    record Call() implements Line {}
  }

  /** How the connection ends after the transcript. */
  public enum Ending {
    /** The server closes the connection. */
    CLOSED,
    /** The connection is reset. */
    RESET,
    /** The server is silent until the client is closed. */
    SILENT
  }

  /** {@return an empty transcript, which begins before the client has sent anything} */
  public static HostileServer unopened() {
    return new HostileServer(
        List.of(),
        client -> client,
        client -> List.of(),
        Chunking.several(),
        Ending.CLOSED,
        Long.MAX_VALUE);
  }

  /** {@return a transcript of a whole login; what follows is said in the session} */
  public static HostileServer signedIn() {
    return signedIn("");
  }

  /**
   * A transcript of a whole login.
   *
   * @param features features besides resource binding
   * @return the transcript; what follows is said in the session
   */
  public static HostileServer signedIn(String features) {
    return authenticated()
        .login("<stream:features>" + BIND + "</bind>" + features + "</stream:features>")
        .hear("</iq>")
        .login("<iq type='result' id='{id}'>" + BIND + "<jid>" + ADDRESS + "</jid></bind></iq>")
        .call();
  }

  /** {@return a transcript up to the second header, after the mechanism has succeeded} */
  public static HostileServer authenticated() {
    return unopened()
        .hear("version=\"1.0\"")
        .login(HEADER)
        .login("<stream:features><mechanisms xmlns='" + SASL + "'>")
        .login("<mechanism>PLAIN</mechanism></mechanisms></stream:features>")
        .hear("</auth>")
        .login("<success xmlns='" + SASL + "'/>")
        .hear("version=\"1.0\"")
        .login(HEADER);
  }

  /**
   * Waits for something that the client must send, unless its stream has ended.
   *
   * @param text the last part of it
   * @return a copy with this line
   */
  public HostileServer hear(String text) {
    return with(new Line.Hear(text));
  }

  /**
   * Sends a text.
   *
   * @param text need not be well-formed; <code>{id}</code> stands for the last {@code id} that the
   *     client has sent
   * @return a copy with this line
   */
  public HostileServer say(String text) {
    return with(Line.Say.of(text, true));
  }

  /**
   * Sends bytes.
   *
   * @param bytes need not be UTF-8
   * @return a copy with this line
   */
  public HostileServer say(byte[] bytes) {
    return with(new Line.Say(bytes.clone(), true));
  }

  private HostileServer login(String text) {
    return with(Line.Say.of(text, false));
  }

  /** A copy in which the program makes its calls now, if it is connected. */
  HostileServer call() {
    return with(new Line.Call());
  }

  private HostileServer with(Line line) {
    List<Line> more = new ArrayList<>(lines);
    more.add(line);
    return new HostileServer(more, change, calls, chunkings, ending, taken);
  }

  /**
   * A copy with other lines, in place of all there are.
   *
   * @param others the lines
   */
  HostileServer withLines(List<Line> others) {
    return new HostileServer(others, change, calls, chunkings, ending, taken);
  }

  /** The lines, in order. */
  List<Line> lines() {
    return lines;
  }

  /**
   * Changes settings of the client.
   *
   * @param further called for each client
   * @return a copy with this change
   */
  public HostileServer client(UnaryOperator<ClientBuilder> further) {
    return new HostileServer(
        lines, builder -> further.apply(change.apply(builder)), calls, chunkings, ending, taken);
  }

  /**
   * Makes calls once the client is connected.
   *
   * @param made makes the calls and returns what has to end
   * @return a copy with these calls, in place of others
   */
  public HostileServer calling(Function<XmppClient, List<? extends CompletionStage<?>>> made) {
    return new HostileServer(lines, change, made, chunkings, ending, taken);
  }

  /**
   * Sets the chunkings.
   *
   * @param several at least one
   * @return a copy with these, in place of {@link Chunking#several}
   * @throws IllegalArgumentException if there is none
   */
  public HostileServer chunked(List<Chunking> several) {
    if (several.isEmpty()) {
      throw new IllegalArgumentException("chunkings: 0 (expected: >= 1)");
    }
    return new HostileServer(lines, change, calls, several, ending, taken);
  }

  /**
   * Sets how the connection ends after the transcript.
   *
   * @param how the ending
   * @return a copy with this ending, in place of {@link Ending#CLOSED}
   */
  public HostileServer ending(Ending how) {
    return new HostileServer(lines, change, calls, chunkings, how, taken);
  }

  /**
   * Plays the transcript to one client after another.
   *
   * @return what happened, the same under each chunking
   * @throws AssertionError if what must hold does not
   */
  public HostileRun play() {
    HostileRun first = HostilePlay.strictly(this, chunkings.get(0), true);
    for (Chunking other : chunkings.subList(1, chunkings.size())) {
      HostileRun next = HostilePlay.strictly(this, other, false);
      if (!next.same(first)) {
        throw new AssertionError(
            "another outcome if cut into %s:%n%s%nexpected, as in %s:%n%s"
                .formatted(other, next, chunkings.get(0), first));
      }
    }
    return first;
  }

  /** Plays the transcript once, waiting only so long for what the client should send. */
  HostileRun playOnce(Chunking chunking, long patience) {
    return HostilePlay.patiently(this, chunking, patience);
  }

  /** A copy whose connection takes so many bytes from the client and then breaks. */
  HostileServer taking(long bytes) {
    return new HostileServer(lines, change, calls, chunkings, ending, bytes);
  }

  long taken() {
    return taken;
  }

  UnaryOperator<ClientBuilder> change() {
    return change;
  }

  List<? extends CompletionStage<?>> calls(XmppClient client) {
    return calls.apply(client);
  }

  Ending ending() {
    return ending;
  }
}
