package im.linnet.internal.dns;

import im.linnet.internal.netty.Causes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.WireParseException;

/**
 * One DNS server. Its refusal to answer (SERVFAIL, REFUSED...) counts as a failure, so that the
 * next server is asked; the library would treat it as the answer.
 *
 * <p>A server that does not understand EDNS, or is behind something that drops it, is asked without
 * (RFC 6891, section 7): at once if it says so, from the next question on if it was silent.
 */
final class DnsServer extends SimpleResolver {

  private static final Set<Integer> NOT_UNDERSTOOD =
      Set.of(Rcode.FORMERR, Rcode.NOTIMP, Rcode.BADVERS);

  /** Whether this server understands EDNS. */
  private enum Edns {
    /** Not known yet: EDNS is used. */
    UNKNOWN,
    /** A question with EDNS was not answered: the next one is sent without. */
    DOUBTED,
    /** The server understands EDNS; silence has other causes. */
    UNDERSTOOD,
    /** Only questions without EDNS are answered. */
    USELESS
  }

  private final SimpleResolver plain;
  private volatile Edns edns = Edns.UNKNOWN;

  DnsServer(InetSocketAddress address, Duration oneTry) {
    super(address);
    setTimeout(oneTry);
    plain = new SimpleResolver(address);
    plain.setTimeout(oneTry);
    plain.setEDNS(-1);
  }

  @Override
  public CompletionStage<Message> sendAsync(Message query, Executor executor) {
    CompletionStage<Message> reply =
        edns == Edns.USELESS || edns == Edns.DOUBTED
            ? withoutEdns(query, executor)
            : withEdns(query, executor);
    return reply.thenCompose(this::answerOrFailure);
  }

  private CompletionStage<Message> withEdns(Message query, Executor executor) {
    return super.sendAsync(query, executor)
        .handle((reply, failure) -> judged(reply, failure, query, executor))
        .thenCompose(Function.identity());
  }

  private CompletionStage<Message> judged(
      @Nullable Message reply, @Nullable Throwable failure, Message query, Executor executor) {
    if (reply != null && !NOT_UNDERSTOOD.contains(reply.getRcode())) {
      edns = Edns.UNDERSTOOD;
      return CompletableFuture.completedFuture(reply);
    }
    if (reply != null || isMalformed(failure)) {
      return withoutEdns(query, executor);
    }
    edns = edns == Edns.UNKNOWN ? Edns.DOUBTED : edns;
    return CompletableFuture.failedFuture(failure);
  }

  private CompletionStage<Message> withoutEdns(Message query, Executor executor) {
    return plain
        .sendAsync(query, executor)
        .whenComplete(
            (reply, failure) -> {
              if (failure == null) {
                edns = NOT_UNDERSTOOD.contains(reply.getRcode()) ? edns : Edns.USELESS;
              } else if (edns == Edns.DOUBTED) {
                edns = Edns.UNKNOWN;
              }
            });
  }

  private static boolean isMalformed(@Nullable Throwable failure) {
    return failure != null && Causes.of(failure) instanceof WireParseException;
  }

  private CompletionStage<Message> answerOrFailure(Message reply) {
    int code = reply.getRcode();
    if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) {
      return CompletableFuture.completedFuture(reply);
    }
    return CompletableFuture.failedFuture(
        new IOException("the server %s answers %s".formatted(getAddress(), Rcode.string(code))));
  }
}
