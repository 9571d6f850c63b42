package im.linnet.internal.attempts;

import im.linnet.endpoint.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Where {@link Attempts} find endpoints besides those that they know.
 *
 * @param headStart how long the known ones are tried alone
 * @param find finds them; called on the executor, at most once at a time. Cancelling the future
 *     ends the search
 * @param opener tries one of them
 * @param <T> the result of an endpoint
 */
public record FurtherEndpoints<T>(
    Duration headStart,
    Supplier<CompletableFuture<List<Endpoint>>> find,
    Attempts.Opener<T> opener) {}
