package im.linnet.testkit.peer;

import im.linnet.testkit.wire.Wire;
import im.linnet.testkit.xml.XmlElement;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** One script and its connection. The steps run on the connection's thread. */
final class Conversation {
  private static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
  private static final Pattern AHEAD = Pattern.compile("^<starttls xmlns=[\"']" + TLS + "[\"']/>");

  private static final String CLOSING_TAG = "</stream:stream>";

  private final int number;
  private final Script script;
  private final Stage stage;
  private final PeerConnection connection = new PeerConnection();
  private final CompletableFuture<Wire> accepted = new CompletableFuture<>();
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private int chunk;
  private boolean stalled;

  Conversation(int number, Script script, Stage stage) {
    this.number = number;
    this.script = script;
    this.stage = stage;
  }

  PeerConnection connection() {
    return connection;
  }

  CompletableFuture<Wire> accepted() {
    return accepted;
  }

  /** Completes with the last step; fails with an {@link AssertionError} if the client deviates. */
  CompletableFuture<Void> finished() {
    return finished;
  }

  /** Completes when the connection ends, no matter who ended it. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** {@return the number of steps} */
  int length() {
    return script.steps().size();
  }

  /** Runs the script, then keeps reading until the client leaves. */
  void run(Wire wire) {
    chunk = stage.chunk();
    accepted.complete(wire);
    stage.transcript().event(number, "connected");
    int at = 0;
    try {
      for (Step step : script.steps()) {
        at++;
        wire.limit(stage.timeout());
        step.action().run(this);
      }
      finished.complete(null);
      if (!stalled) {
        listenOn(wire);
      }
    } catch (Mismatch e) {
      fail(at, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      fail(at, explained(e), e);
    } catch (RuntimeException e) {
      fail(at, "the script itself failed: " + e, e);
    } finally {
      if (!stalled) {
        wire.abort();
        ended.complete(null);
      }
    }
  }

  void expectHeader(Expectation expectation) throws IOException, Mismatch {
    expectation.check(record(wire().readHeader()), stage.captures());
  }

  void expect(Expectation expectation) throws IOException, Mismatch {
    XmlElement element = read();
    if (isAhead(element) && !expectation.isFor(element)) {
      element = read();
    }
    expectation.check(element, stage.captures());
  }

  /**
   * Whether this is {@code <starttls/>}, which a client may send together with its header, before
   * it knows the features: lines that expect something else skip it.
   */
  private static boolean isAhead(XmlElement element) {
    return element.is(TLS, "starttls");
  }

  XmlElement read() throws IOException, Mismatch {
    XmlElement element = wire().read();
    if (element == null) {
      recordText();
      throw new Mismatch("the client closed the stream with " + CLOSING_TAG);
    }
    return record(element);
  }

  void answerAll(Function<XmlElement, byte[]> reply) throws IOException {
    wire().limit(Duration.ZERO);
    for (XmlElement next = wire().read(); next != null; next = wire().read()) {
      byte[] answer = reply.apply(record(next));
      if (answer.length > 0) {
        sendRaw(answer);
      }
    }
    recordText();
    close();
  }

  void expectClose() throws IOException, Mismatch {
    XmlElement element = wire().read();
    if (element != null && isAhead(element)) {
      record(element);
      element = wire().read();
    }
    if (element != null) {
      record(element);
      throw Mismatch.between(CLOSING_TAG, element.toString(), "an element came instead");
    }
    recordText();
  }

  void expectEnd() throws IOException, Mismatch {
    try {
      StringBuilder rest = new StringBuilder();
      while (wire().skip()) {
        rest.append(recordText());
      }
      String beyond = AHEAD.matcher(rest.toString().strip()).replaceFirst("");
      if (!beyond.isEmpty() && !beyond.equals(CLOSING_TAG)) {
        throw Mismatch.between("the end of the connection", beyond, "more came before it");
      }
    } catch (SocketException e) {
      stage.transcript().event(number, "reset by the client");
    }
  }

  void send(String xml) throws IOException, Mismatch {
    sendRaw(stage.captures().fill(xml).getBytes(StandardCharsets.UTF_8));
  }

  void sendRaw(byte[] bytes) throws IOException {
    stage.transcript().server(number, new String(bytes, StandardCharsets.UTF_8));
    wire().write(bytes, chunk);
  }

  void chunk(int size) {
    chunk = size;
  }

  void startTls() throws IOException, Mismatch {
    SSLContext context = stage.tls();
    if (context == null) {
      throw new Mismatch("the peer has no certificate: call withTls(context) first");
    }
    startTls(context);
  }

  void startTls(SSLContext context) throws IOException, Mismatch {
    Wire wire = wire();
    boolean direct = connection.bytes().length == 0;
    if (!direct && wire.tls() == null) {
      refuseEarlyBytes(wire);
    }
    wire.secure(context, stage.tuning(), stage.timeout());
    wire.limit(stage.timeout());
    connection.secured(wire.tls(), wire.applicationProtocol());
    SSLSession session = wire.tls();
    stage.transcript().event(number, session == null ? "TLS" : session.getProtocol());
  }

  void awaitCue(String name) throws Mismatch {
    try {
      stage
          .cues()
          .of(name)
          .get(TimeUnit.MILLISECONDS.convert(stage.timeout()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException | CancellationException e) {
      throw new Mismatch("nobody gave the cue \"" + name + "\" within " + stage.timeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Mismatch("interrupted while waiting for the cue \"" + name + "\"");
    }
    stage.transcript().event(number, "cue " + name);
  }

  void mark(String name) {
    stage.transcript().event(number, "mark " + name);
    stage.marks().happen(name);
  }

  void close() throws IOException {
    sendRaw(CLOSING_TAG.getBytes(StandardCharsets.UTF_8));
    fin();
  }

  void fin() throws IOException {
    stage.transcript().event(number, "FIN");
    wire().endOutput();
  }

  void truncate() throws IOException {
    stage.transcript().event(number, "FIN without close_notify");
    wire().truncate();
  }

  void reset() throws IOException {
    stage.transcript().event(number, "RST");
    wire().reset();
  }

  void stall() {
    stalled = true;
  }

  private Wire wire() {
    return accepted.join();
  }

  private XmlElement record(XmlElement element) {
    connection.received(element);
    recordText();
    return element;
  }

  private String recordText() {
    byte[] bytes = wire().takeConsumed();
    connection.received(bytes);
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!text.isBlank()) {
      stage.transcript().client(number, text.strip());
    }
    return text;
  }

  private void refuseEarlyBytes(Wire wire) throws IOException, Mismatch {
    // A client that has our <proceed/> may already have sent its ClientHello; only bytes that were
    // read together with clear text were certainly sent too early.
    int early = wire.buffered();
    if (early > 0) {
      throw new Mismatch(
          "the client sent " + early + " bytes more in clear text before the TLS handshake");
    }
  }

  private void listenOn(Wire wire) {
    try {
      wire.limit(Duration.ZERO);
      while (wire.skip()) {
        connection.received(wire.takeConsumed());
      }
      stage.transcript().event(number, "end of the client's output");
    } catch (IOException e) {
      stage.transcript().event(number, "end: " + e.getMessage());
    }
  }

  private void fail(int at, String problem, @Nullable Exception cause) {
    recordText();
    String line = script.steps().get(at - 1).text();
    String message =
        "connection %d, line %d of %d: %s%n%s%ntranscript:%n%s"
            .formatted(
                number, at, length(), line, problem.indent(2).stripTrailing(), stage.transcript());
    AssertionError failure = new AssertionError(message, cause);
    finished.completeExceptionally(failure);
    stage.failed(failure);
  }

  private String explained(IOException e) {
    if (e instanceof SocketTimeoutException) {
      return "nothing complete came within " + stage.timeout();
    }
    if (e instanceof EOFException) {
      return "the client ended the connection";
    }
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
