package im.linnet.test;

import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Closed;
import im.linnet.connection.ConnectionState.Closing;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Connecting;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.ConnectionState.Waiting;
import im.linnet.connection.KeepAlive;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Iq;
import im.linnet.test.HostileServer.Ending;
import im.linnet.test.HostileServer.Line;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One client, one transcript, one chunking. The test's thread is the server's. */
final class HostilePlay {

  private static final long LIMIT = 20_000;
  private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");
  private static final String CLOSE = "</stream:stream>";

  private final HostileServer server;
  private final Chunking chunking;

  /** How long to wait for what the client should send; {@link #LIMIT} if it must. */
  private final long patience;

  private final BlockingQueue<HostileLine> opened = new LinkedBlockingQueue<>();
  private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
  private final List<ConnectionState> states = new ArrayList<>();
  private final List<Object> before = new ArrayList<>();
  private final Queue<String> shown = new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<?>> calls = new ArrayList<>();
  private final XmppClient client;
  private String id = "none";

  private HostilePlay(HostileServer server, Chunking chunking, long patience) {
    this.server = server;
    this.chunking = chunking;
    this.patience = patience;
    client =
        server
            .change()
            .apply(
                XmppClient.builder("juliet@localhost")
                    .sasl(Sasl.password(HostileServer.PASSWORD).allowPlain())
                    .endpoint(HostileLine.PLACE)
                    .transport(HostileLine.transport(opened, server.taken()))
                    .keepAlive(KeepAlive.none())
                    .closeLimit(Duration.ZERO)
                    .onWire(event -> shown.add(event.toString())))
            .build();
    client.onMessage(events::add);
    client.onPresence(events::add);
    client.onDropped(events::add);
    client.onState(events::add);
  }

  /** Plays it; the client must send what the transcript waits for. */
  static HostileRun strictly(HostileServer server, Chunking chunking, boolean again) {
    return new HostilePlay(server, chunking, LIMIT).run(again);
  }

  /** Plays it; the client need not send anything. */
  static HostileRun patiently(HostileServer server, Chunking chunking, long patience) {
    return new HostilePlay(server, chunking, patience).run(false);
  }

  private HostileRun run(boolean again) {
    try {
      CompletableFuture<?> connecting = client.connect();
      HostileLine line = accept();
      for (Line each : server.lines()) {
        play(line, each, connecting);
      }
      end(line);
      await(connecting);
      List<Object> seen = List.copyOf(before);
      if (again) {
        connectAgain();
      }
      close();
      List<String> outcomes = calls.stream().map(HostilePlay::outcome).toList();
      check(line);
      return new HostileRun(cause(seen), seen, outcomes, line.all());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      client.shutdown();
    }
  }

  private HostileLine accept() throws InterruptedException {
    HostileLine line = opened.poll(LIMIT, TimeUnit.MILLISECONDS);
    if (line == null) {
      throw new AssertionError("the client does not connect");
    }
    return line;
  }

  private void play(HostileLine line, Line each, CompletableFuture<?> connecting)
      throws InterruptedException {
    if (each instanceof Line.Hear hear) {
      hear(line, hear.text());
    } else if (each instanceof Line.Say say) {
      line.say(filled(say.bytes()), say.cut() ? chunking : Chunking.whole(), LIMIT);
    } else if (isConnected(line, connecting)) {
      server.calls(client).forEach(call -> calls.add(call.toCompletableFuture()));
    }
  }

  private void hear(HostileLine line, String text) throws InterruptedException {
    String heard = line.hear(text, patience);
    if (heard == null && patience == LIMIT && !line.isOver()) {
      throw new AssertionError("the client does not send " + text + " but:\n" + line.all());
    }
    Matcher ids = ID.matcher(heard == null ? "" : heard);
    while (ids.find()) {
      id = ids.group(1);
    }
  }

  private byte[] filled(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.contains("{id}")
        ? text.replace("{id}", id).getBytes(StandardCharsets.ISO_8859_1)
        : bytes;
  }

  private boolean isConnected(HostileLine line, CompletableFuture<?> connecting)
      throws InterruptedException {
    try {
      CompletableFuture.anyOf(connecting, line.broken()).get(patience, TimeUnit.MILLISECONDS);
      return connecting.isDone() && !connecting.isCompletedExceptionally();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** Ends the connection and waits until the client reports that. */
  private void end(HostileLine line) throws InterruptedException {
    if (server.ending() != Ending.SILENT) {
      line.end(server.ending() == Ending.RESET);
      awaitState(state -> state instanceof Disconnected || state instanceof Waiting);
    }
  }

  private void awaitState(Predicate<ConnectionState> wanted) throws InterruptedException {
    while (true) {
      Object event = events.poll(LIMIT, TimeUnit.MILLISECONDS);
      if (event == null) {
        throw new AssertionError("no such state after " + before);
      }
      before.add(event);
      if (event instanceof ConnectionState state) {
        states.add(state);
        if (wanted.test(state)) {
          return;
        }
      }
    }
  }

  /** Why the first connection failed or ended. */
  private static @Nullable XmppException cause(List<Object> seen) {
    for (Object event : seen) {
      XmppException cause = null;
      if (event instanceof Disconnected lost) {
        cause = lost.cause();
      } else if (event instanceof Waiting waiting) {
        cause = waiting.cause();
      }
      if (cause != null) {
        return cause;
      }
    }
    return null;
  }

  private void await(CompletableFuture<?> future) throws InterruptedException {
    if (server.ending() == Ending.SILENT) {
      client.shutdown();
    }
    outcome(future);
  }

  /** The same client on a connection without fault. */
  private void connectAgain() throws InterruptedException {
    if (server.ending() == Ending.SILENT) {
      return;
    }
    CompletableFuture<?> connecting = client.connect();
    HostileLine line = goodLogin();
    String outcome = outcome(connecting);
    if (connecting.isCompletedExceptionally()) {
      throw new AssertionError("the same client can't connect again: " + outcome);
    }
    line.end(false);
    awaitState(state -> state instanceof Connected);
    awaitState(state -> state instanceof Disconnected || state instanceof Waiting);
  }

  /** Signs the client in; what it guessed from the first login may cost a connection. */
  private HostileLine goodLogin() throws InterruptedException {
    HostileLine line = accept();
    for (Line each : HostileServer.signedIn().lines()) {
      if (each instanceof Line.Hear hear) {
        hear(line, hear.text());
      } else if (each instanceof Line.Say say) {
        line.say(filled(say.bytes()), Chunking.whole(), LIMIT);
      }
      if (line.isOver()) {
        return goodLogin();
      }
    }
    return line;
  }

  private void close() throws InterruptedException {
    outcome(client.shutdown());
    awaitState(state -> state instanceof Closed);
    for (CompletableFuture<?> call : calls) {
      outcome(call);
    }
  }

  private void check(HostileLine line) throws InterruptedException {
    try {
      line.closed().get(LIMIT, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the client does not close the connection", e);
    }
    if (!events.isEmpty()) {
      throw new AssertionError("events after the end: " + events);
    }
    String all = line.all();
    int end = all.indexOf(CLOSE);
    if (end >= 0 && end + CLOSE.length() < all.length()) {
      throw new AssertionError("sent after the end of the stream: " + all.substring(end));
    }
    checkStates();
    before.forEach(event -> shown.add(shown(event)));
    calls.forEach(call -> shown.add(shown(call)));
    shown.add(client.toString());
    shown.forEach(HostilePlay::checkSecrets);
  }

  private void checkStates() {
    ConnectionState last = new Disconnected(null);
    for (ConnectionState next : states) {
      if (!follows(last, next)) {
        throw new AssertionError(next + " after " + last + " in " + states);
      }
      last = next;
    }
    if (!(last instanceof Closed) || !(client.state() instanceof Closed)) {
      throw new AssertionError("the last state is " + last + " (expected: Closed)");
    }
  }

  private static boolean follows(ConnectionState last, ConnectionState next) {
    if (last instanceof Closed || last instanceof Closing) {
      return last instanceof Closing && next instanceof Closed;
    }
    if (next instanceof Closed) {
      return false;
    }
    return next instanceof Closing
        || (next instanceof Connecting) != (last instanceof Connecting)
        || last instanceof Connected;
  }

  private static String shown(Object event) {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text);
    writer.println(event);
    Throwable cause =
        event instanceof Disconnected lost
            ? lost.cause()
            : event instanceof CompletableFuture<?> call && call.isCompletedExceptionally()
                ? call.handle((value, failure) -> failure).join()
                : null;
    if (cause != null) {
      cause.printStackTrace(writer);
    }
    return text.toString();
  }

  private static void checkSecrets(String text) {
    for (String secret :
        List.of(
            HostileServer.PASSWORD,
            base64(HostileServer.PASSWORD),
            base64("\0juliet\0" + HostileServer.PASSWORD))) {
      if (text.contains(secret)) {
        throw new AssertionError("shows the password: " + text);
      }
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** How a future ended; fails if it does not. */
  private static String outcome(CompletionStage<?> future) {
    try {
      Object value = future.toCompletableFuture().get(LIMIT, TimeUnit.MILLISECONDS);
      return value instanceof Iq iq
          ? iq.type() + " " + (iq.payload() == null ? "" : iq.payload().toXml())
          : String.valueOf(value);
    } catch (ExecutionException e) {
      return text(e.getCause());
    } catch (CancellationException e) {
      return "cancelled";
    } catch (TimeoutException e) {
      throw new AssertionError("a future that does not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The kind of a failure; its words too if they say where a fault is. */
  static String text(@Nullable Throwable failure) {
    if (failure == null) {
      return "none";
    }
    String kind = failure.getClass().getSimpleName() + " ";
    if (failure instanceof TransportException lost) {
      return kind + lost.reason();
    }
    if (failure instanceof AuthenticationException refused) {
      return kind + refused.reason();
    }
    if (failure instanceof StanzaException answered) {
      return kind + answered.error().condition();
    }
    return kind + (failure instanceof XmppException typed ? typed.words() : failure.getMessage());
  }
}
