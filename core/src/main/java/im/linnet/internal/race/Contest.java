package im.linnet.internal.race;

import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The rules of a race between an endpoint's addresses.
 *
 * @param untilServes how long they may take together until one serves
 * @param whole how long they may take together
 * @param memory the failures to consult and update
 * @param choice removes addresses that must not be tried; throws {@link TransportException} if none
 *     is left
 * @param begin starts a run at an address, with a time limit
 * @param isFinal whether a failure would be the same at every address, or does not concern the
 *     address
 * @param <T> the result of a connection
 */
public record Contest<T>(
    Duration untilServes,
    Duration whole,
    PlaceMemory memory,
    UnaryOperator<List<InetAddress>> choice,
    BiFunction<InetAddress, Duration, Run<T>> begin,
    Predicate<XmppException> isFinal) {}
