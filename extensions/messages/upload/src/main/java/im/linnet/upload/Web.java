package im.linnet.upload;

import im.linnet.ClientContext;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** The HTTP side of transfers. What blocks runs on the executor of the HTTP client. */
final class Web {

  /** A task that may block. */
  interface Blocking<T> {
    T run() throws IOException;
  }

  private final ClientContext context;
  private final UploadSettings settings;
  private @Nullable HttpClient http;

  Web(ClientContext context, UploadSettings settings) {
    this.context = context;
    this.settings = settings;
    this.http = settings.http();
  }

  /** The client's own, if none was given, is made when first needed, as it has a thread. */
  private synchronized HttpClient http() {
    HttpClient made = http;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(settings.stallLimit())
              .build();
      http = made;
    }
    return made;
  }

  /** Runs a task that may block. */
  <T> CompletableFuture<T> background(Blocking<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Executor executor = http().executor().orElse(ForkJoinPool.commonPool());
    executor.execute(
        () -> {
          try {
            result.complete(task.run());
          } catch (IOException | RuntimeException | Error failure) {
            result.completeExceptionally(failure);
          }
        });
    return result;
  }

  /** Uploads a file. */
  CompletableFuture<Void> put(
      Slot slot, @Nullable String mediaType, MeteredBody body, Meter meter) {
    HttpRequest.Builder request = HttpRequest.newBuilder(slot.put()).PUT(body);
    try {
      slot.headers().forEach(header -> request.header(header.name(), header.value()));
      if (mediaType != null) {
        request.header("Content-Type", mediaType);
      }
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(
          new RefusedException("The media type of the file can't be sent"));
    }
    WebFailures failures = new WebFailures(slot.put());
    CompletableFuture<Void> done = new CompletableFuture<>();
    CompletableFuture<HttpResponse<@Nullable Void>> sent =
        send(request.build(), head -> new IgnoredBody<>(), meter);
    sent.whenComplete(
        (response, failure) -> {
          if (failure != null) {
            done.completeExceptionally(failure);
          } else if (response.statusCode() / 100 == 2) {
            done.complete(null);
          } else {
            done.completeExceptionally(failures.of(response.statusCode()));
          }
        });
    done.whenComplete((nothing, failure) -> sent.cancel(true));
    return done;
  }

  /** Downloads a file into a sink, which is aborted if that fails. */
  <T> CompletableFuture<T> get(Download download, Sink<T> sink) {
    URI address;
    try {
      address = WebAddress.requireHttps(download.url());
    } catch (IllegalArgumentException unusable) {
      return CompletableFuture.failedFuture(
          new RefusedException("Files are downloaded by HTTPS only: " + unusable.getMessage()));
    }
    Meter meter = new Meter(context.callbacks(), download.watcher());
    WebFailures failures = new WebFailures(address);
    CompletableFuture<T> done = new CompletableFuture<>();
    CompletableFuture<HttpResponse<@Nullable T>> sent =
        send(HttpRequest.newBuilder(address).build(), handler(download, sink, meter), meter);
    sent.whenComplete(
        (response, failure) -> {
          T body = failure == null ? response.body() : null;
          if (failure != null) {
            sink.abort(failure);
            done.completeExceptionally(failure);
          } else if (body != null) {
            done.complete(body);
          } else {
            done.completeExceptionally(failures.of(response.statusCode()));
          }
        });
    done.whenComplete(
        (body, failure) -> {
          sent.cancel(true);
          if (failure != null) {
            sink.abort(failure);
          }
        });
    return done;
  }

  private static <T> BodyHandler<@Nullable T> handler(
      Download download, Sink<T> sink, Meter meter) {
    return head -> {
      if (head.statusCode() != 200) {
        return new IgnoredBody<>();
      }
      long announced = head.headers().firstValueAsLong("Content-Length").orElse(-1);
      meter.total(announced);
      if (announced > download.maxBytes()) {
        throw new WebException(
            TransferProblem.tooLarge(download.maxBytes()),
            "The file has %d bytes, more than %d".formatted(announced, download.maxBytes()));
      }
      return new CheckedBody<>(sink, meter, download);
    };
  }

  /** Sends a request, to a host that is allowed. The future fails with typed failures. */
  private <T> CompletableFuture<HttpResponse<T>> send(
      HttpRequest request, BodyHandler<T> handler, Meter meter) {
    WebFailures failures = new WebFailures(request.uri());
    CompletableFuture<HttpResponse<T>> sent = new CompletableFuture<>();
    background(
            () -> {
              requireAllowed(request.uri());
              return http();
            })
        .whenComplete(
            (client, refusal) -> {
              if (refusal != null) {
                sent.completeExceptionally(failures.of(refusal));
              } else if (!sent.isDone()) {
                start(client, request, handler, sent);
              }
            });
    watch(sent, meter, failures);
    return sent;
  }

  private static <T> void start(
      HttpClient client,
      HttpRequest request,
      BodyHandler<T> handler,
      CompletableFuture<HttpResponse<T>> sent) {
    CompletableFuture<HttpResponse<T>> response = client.sendAsync(request, handler);
    response.whenComplete(
        (answer, failure) -> {
          if (failure == null) {
            sent.complete(answer);
          } else {
            sent.completeExceptionally(new WebFailures(request.uri()).of(failure));
          }
        });
    // Only this closes the connection of a transfer that was cancelled or stands still.
    sent.whenComplete((answer, failure) -> response.cancel(true));
  }

  private void requireAllowed(URI address) {
    // A proxy looks hosts up itself.
    if (http().proxy().isEmpty()) {
      WebAddress.requirePublic(address, settings.allowedHosts());
    }
  }

  /** Ends a transfer that makes no progress. */
  private void watch(CompletableFuture<?> transfer, Meter meter, WebFailures failures) {
    long before = meter.done();
    Subscription timer =
        context.after(
            settings.stallLimit(),
            () -> {
              if (transfer.isDone()) {
                return;
              }
              if (meter.done() == before) {
                transfer.completeExceptionally(failures.stalled());
              } else {
                watch(transfer, meter, failures);
              }
            });
    transfer.whenComplete((done, failure) -> timer.close());
  }
}
