package im.linnet.internal.stream;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.xml.XmlLimits;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What does not change from one connection of a client to the next.
 *
 * @param account who signs in, and where
 * @param plan what is negotiated; asked for at the beginning of each connection
 * @param resumable the client's managed stream
 * @param tlsRequired whether nothing but STARTTLS may be negotiated in clear text
 * @param tlsVerified whether TLS proves that the other side is the server
 * @param limitsBefore what the server may demand before the user is signed in
 * @param limitsAfter what it may demand from then on
 * @param worker for work that takes time
 * @param tls makes the handler that secures a connection to an endpoint
 * @param tlsFailure gives a failed handshake its type
 * @param progress called on the event loop with each phase as it begins
 * @param session makes the handler that takes over when a stream is bound
 */
public record NegotiationSettings(
    Jid account,
    Supplier<NegotiationPlan> plan,
    Resumable resumable,
    boolean tlsRequired,
    boolean tlsVerified,
    XmlLimits limitsBefore,
    XmlLimits limitsAfter,
    Executor worker,
    BiFunction<ByteBufAllocator, Endpoint, SslHandler> tls,
    Function<Throwable, XmppException> tlsFailure,
    Consumer<Where> progress,
    Function<BoundStream, ChannelHandler> session) {

  /**
   * The same settings with another watcher.
   *
   * @param watcher called on the event loop with each phase as it begins
   * @return the settings
   */
  public NegotiationSettings withProgress(Consumer<Where> watcher) {
    return new NegotiationSettings(
        account,
        plan,
        resumable,
        tlsRequired,
        tlsVerified,
        limitsBefore,
        limitsAfter,
        worker,
        tls,
        tlsFailure,
        watcher,
        session);
  }

  /**
   * The same settings with another explanation of failed handshakes.
   *
   * @param explanation gives a failed handshake its type
   * @return the settings
   */
  public NegotiationSettings withTlsFailure(Function<Throwable, XmppException> explanation) {
    return new NegotiationSettings(
        account,
        plan,
        resumable,
        tlsRequired,
        tlsVerified,
        limitsBefore,
        limitsAfter,
        worker,
        tls,
        explanation,
        progress,
        session);
  }
}
