package im.linnet.websocket;

import im.linnet.failure.XmppException;
import im.linnet.stream.Transport;
import im.linnet.stream.Transport.Line;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request on a connection of its own, and its answer. Used once; belongs to the event loop
 * of the client.
 *
 * @param <T> the answer
 */
final class HttpExchange<T> implements Transport.Receiver {

  /**
   * Reads the answer.
   *
   * @param <T> the answer
   */
  interface Reader<T> {

    /**
     * Takes a part of the response.
     *
     * @param part the next part; released by the caller
     * @return the answer if it is complete, else null
     * @throws XmppException if it is not acceptable
     */
    @Nullable T take(HttpObject part);

    /** {@return the failure for a response that violates HTTP or its limits} */
    XmppException malformed(Throwable cause);

    /** {@return the failure for a connection that ended before the answer was complete} */
    XmppException unanswered(@Nullable Throwable cause);
  }

  private final Reader<T> reader;
  private final HttpCodec http = new HttpCodec();
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private Transport.@Nullable Receiver successor;
  private @Nullable Line line;

  HttpExchange(Reader<T> reader) {
    this.reader = reader;
  }

  /**
   * Connects, sends the request and reads the answer.
   *
   * @param connect opens a connection for a receiver
   * @param request the request; released
   * @return the answer; the connection is still open then, and {@link #keep} or {@link #close} must
   *     be called at once. If it fails or is cancelled, the connection is closed
   */
  CompletableFuture<T> run(
      Function<Transport.Receiver, CompletionStage<Line>> connect, FullHttpRequest request) {
    ByteBuffer bytes = http.encode(request);
    CompletableFuture<Line> connecting = connect.apply(this).toCompletableFuture();
    connecting.whenComplete(
        (opened, failure) -> {
          if (failure != null) {
            result.completeExceptionally(failure);
          } else {
            connected(opened, bytes);
          }
        });
    result.whenComplete(
        (answer, failure) -> {
          if (failure != null) {
            connecting.cancel(true);
            close();
          }
        });
    return result;
  }

  private void connected(Line opened, ByteBuffer request) {
    line = opened;
    if (result.isDone()) {
      close();
      return;
    }
    opened
        .write(request)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                result.completeExceptionally(reader.unanswered(failure));
              }
            });
    opened.read();
  }

  @Override
  public void received(ByteBuffer bytes) {
    if (successor != null) {
      successor.received(bytes);
    } else if (!result.isDone()) {
      read(() -> http.feed(bytes));
      Line open = line;
      if (!result.isDone() && open != null) {
        open.read();
      }
    }
  }

  @Override
  public void closed(@Nullable Throwable why) {
    if (successor != null) {
      successor.closed(why);
    } else if (!result.isDone()) {
      read(http::end);
      result.completeExceptionally(reader.unanswered(why));
    }
  }

  private void read(Runnable step) {
    try {
      step.run();
      T answer = answer();
      if (answer != null) {
        result.complete(answer);
      }
    } catch (DecoderException malformed) {
      result.completeExceptionally(reader.malformed(malformed));
    } catch (RuntimeException refused) {
      result.completeExceptionally(refused);
    }
  }

  private @Nullable T answer() {
    for (Object next = http.next(); next != null; next = http.next()) {
      T answer = take(next);
      if (answer != null) {
        return answer;
      }
    }
    return null;
  }

  private @Nullable T take(Object next) {
    try {
      if (!(next instanceof HttpObject part)) {
        return null;
      }
      if (part.decoderResult().isFailure()) {
        throw reader.malformed(part.decoderResult().cause());
      }
      return reader.take(part);
    } finally {
      ReferenceCountUtil.release(next);
    }
  }

  /**
   * Keeps the connection for another protocol.
   *
   * @param next makes what uses it from now on, and gets the connection
   * @param early gets what has already arrived of the other protocol
   */
  <R extends Transport.Receiver> R keep(Function<Line, R> next, BiConsumer<R, ByteBuffer> early) {
    Line kept = Objects.requireNonNull(line, "line");
    R receiver = next.apply(kept);
    successor = receiver;
    for (Object rest = http.next(); rest != null; rest = http.next()) {
      if (rest instanceof ByteBuf bytes) {
        early.accept(receiver, bytes.nioBuffer());
      }
      ReferenceCountUtil.release(rest);
    }
    http.release();
    return receiver;
  }

  /** Closes the connection. */
  void close() {
    if (line != null) {
      line.close();
    }
    http.release();
  }
}
