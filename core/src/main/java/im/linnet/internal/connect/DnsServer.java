package im.linnet.internal.connect;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;

/**
 * One DNS server, whose refusal to answer (SERVFAIL, REFUSED...) counts as a failure, so that the
 * next server is asked; the library would take it for the answer.
 */
final class DnsServer extends SimpleResolver {

  DnsServer(InetSocketAddress address) {
    super(address);
  }

  @Override
  public CompletionStage<Message> sendAsync(Message query, Executor executor) {
    return super.sendAsync(query, executor).thenCompose(this::answerOrFailure);
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
