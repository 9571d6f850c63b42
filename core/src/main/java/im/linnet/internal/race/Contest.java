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
 * What the addresses of an endpoint race for.
 *
 * @param untilServes how long they may take together until one serves
 * @param whole how long all may take together
 * @param memory what is known of them, and is noted
 * @param choice leaves out addresses that must not be tried; throws {@link TransportException} if
 *     none is left
 * @param begin begins at an address, within a limit
 * @param isFinal whether a failure would be the same at every address, or is none of the place
 * @param <T> what a connection yields
 */
public record Contest<T>(
    Duration untilServes,
    Duration whole,
    PlaceMemory memory,
    UnaryOperator<List<InetAddress>> choice,
    BiFunction<InetAddress, Duration, Run<T>> begin,
    Predicate<XmppException> isFinal) {}
