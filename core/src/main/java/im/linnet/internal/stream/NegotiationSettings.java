package im.linnet.internal.stream;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import im.linnet.internal.dane.Dane;
import im.linnet.internal.tls.ChannelBindings;
import im.linnet.jid.Jid;
import im.linnet.xml.XmlLimits;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The settings that all connections of a client share.
 *
 * @param account the account to sign in
 * @param plan what is negotiated; requested at the beginning of each connection
 * @param resumable the client's managed stream
 * @param tlsRequired whether STARTTLS is the only feature that may be negotiated in clear text
 * @param tlsVerified whether TLS authenticates the server
 * @param limitsBefore the parser's limits before sign-in
 * @param limitsAfter the parser's limits after sign-in
 * @param worker runs work that takes time
 * @param tls creates TLS handlers
 * @param dane what the DNS says of the server at the endpoint
 * @param bindings the channel bindings of connections under TLS
 * @param tlsFailure converts the failure of a handshake
 * @param progress called on the event loop as each phase begins
 * @param session creates the handler that takes over when a stream is bound
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
    Tls tls,
    Dane dane,
    ChannelBindings bindings,
    Function<Throwable, XmppException> tlsFailure,
    Consumer<Where> progress,
    Function<BoundStream, ChannelHandler> session) {

  /** Creates TLS handlers. */
  @FunctionalInterface
  public interface Tls {

    /**
     * Creates the handler of one connection.
     *
     * @param allocator the channel's allocator
     * @param endpoint the endpoint
     * @param dane what the DNS says of the server
     * @return the handler
     */
    SslHandler handler(ByteBufAllocator allocator, Endpoint endpoint, Dane dane);
  }

  /**
   * Creates the TLS handler of one connection.
   *
   * @param allocator the channel's allocator
   * @param endpoint the endpoint
   * @return the handler
   */
  public SslHandler tls(ByteBufAllocator allocator, Endpoint endpoint) {
    return tls.handler(allocator, endpoint, dane);
  }

  /**
   * The same settings for an endpoint of which the DNS says something: where it names certificates,
   * TLS is required (RFC 7673, section 4).
   *
   * @param said what it says
   * @return the settings
   */
  public NegotiationSettings withDane(Dane said) {
    return new NegotiationSettings(
        account,
        plan,
        resumable,
        tlsRequired || said.binds(),
        tlsVerified,
        limitsBefore,
        limitsAfter,
        worker,
        tls,
        said,
        bindings,
        tlsFailure,
        progress,
        session);
  }

  /**
   * The same settings with another progress callback.
   *
   * @param watcher called on the event loop as each phase begins
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
        dane,
        bindings,
        tlsFailure,
        watcher,
        session);
  }

  /**
   * The same settings with another conversion of failed handshakes.
   *
   * @param explanation converts the failure of a handshake
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
        dane,
        bindings,
        explanation,
        progress,
        session);
  }
}
