package im.linnet.internal.stream;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.SaslChannel;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a stream shows a mechanism of itself. */
record StreamChannel(
    Jid account,
    Set<String> offered,
    @Nullable SSLSession tls,
    boolean secure,
    @Nullable Endpoint endpoint,
    Executor computing,
    CompletionStage<Void> ended)
    implements SaslChannel {

  /** Keeps an unchangeable copy of the names, in their order. */
  StreamChannel {
    offered = Collections.unmodifiableSet(new LinkedHashSet<>(offered));
  }
}
