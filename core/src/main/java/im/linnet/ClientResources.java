package im.linnet;

import im.linnet.endpoint.Dns;
import im.linnet.internal.dns.Resolver;
import im.linnet.internal.netty.NettyVersions;
import im.linnet.internal.stream.SharedFeatures;
import im.linnet.internal.tls.PlatformTls;
import im.linnet.internal.tls.SharedEngines;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads and the resolver that clients share: a few event loops for any number of connections,
 * and threads for callbacks and for slow work. A client built without resources creates its own and
 * closes them when it is closed; programs with many clients should share one instance. Clients that
 * share resources and use the same {@link im.linnet.tls.TlsPolicy} object also share trust anchors
 * and TLS sessions.
 *
 * <p>Thread-safe. All threads are daemons.
 *
 * <p>Close resources after the last client. Open resources that became unreachable, and that no
 * reachable or working client uses, are {@linkplain XmppClient dropped}: when the garbage collector
 * finds them, their threads end and one warning is logged.
 */
public final class ClientResources implements AutoCloseable {

  private static final Duration QUIET = Duration.ofMillis(20);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final int WORKERS = 8;

  /**
   * Includes the threads that compensate for blocked ones; beyond this limit a blocked callback is
   * not compensated.
   */
  private static final int MOST_WORKERS = 1024;

  private final Parts parts;
  private final SharedEngines engines = new SharedEngines();
  private final SharedFeatures features = new SharedFeatures();
  private final DropWatch watch;
  private DropWatch.@Nullable Watched watched;

  /**
   * What has to be shut down. Holds no reference to the resources, so that they can become
   * unreachable.
   */
  private record Parts(
      EventLoopGroup loops,
      ExecutorService threads,
      ExecutorService callbacks,
      ThreadPoolExecutor computing,
      Resolver resolver) {

    static Parts of(int eventLoops, Dns dns) {
      EventLoopGroup loops = ClientResources.loops(eventLoops);
      ExecutorService threads = workers();
      threads.execute(PlatformTls::loaded);
      ExecutorService virtual = VirtualThreads.executor("linnet-callback-virtual-");
      return new Parts(
          loops,
          threads,
          virtual == null ? threads : virtual,
          computingThreads(),
          new Resolver(dns));
    }

    CompletableFuture<Void> shutdown() {
      CompletableFuture<Void> stopped = new CompletableFuture<>();
      resolver.close();
      loops
          .shutdownGracefully(QUIET.toMillis(), LIMIT.toMillis(), TimeUnit.MILLISECONDS)
          .addListener(
              done -> {
                threads.shutdown();
                callbacks.shutdown();
                computing.shutdown();
                stopped.completeAsync(() -> null);
              });
      return stopped;
    }
  }

  private ClientResources(int eventLoops, Dns dns, Logger log) {
    parts = Parts.of(eventLoops, dns);
    watch = new DropWatch(log);
  }

  /** The first use of Netty: an incompatible version on the class path fails here. */
  private static EventLoopGroup loops(int number) {
    try {
      return new MultiThreadIoEventLoopGroup(
          number, new DefaultThreadFactory("linnet-io", true), NioIoHandler.newFactory());
    } catch (LinkageError wrongNetty) {
      throw new IllegalStateException(NettyVersions.explained(wrongNetty), wrongNetty);
    }
  }

  /**
   * A few threads that complete the futures of all clients, and run callbacks where there are no
   * virtual threads. A work-stealing pool handles bursts of small tasks without a thread or a
   * wake-up for each, and compensates for threads blocked in {@link CompletableFuture#join}, so
   * that the awaited answer can still be delivered.
   */
  private static ForkJoinPool workers() {
    AtomicInteger made = new AtomicInteger();
    return new ForkJoinPool(
        WORKERS,
        pool -> {
          ForkJoinWorkerThread worker =
              ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
          worker.setName("linnet-callback-" + made.incrementAndGet());
          return worker;
        },
        null,
        true,
        WORKERS,
        MOST_WORKERS,
        WORKERS / 2,
        pool -> true,
        IDLE.toSeconds(),
        TimeUnit.SECONDS);
  }

  /**
   * Uses at most half of the processors, so that key derivation can't starve the rest of the
   * program.
   */
  private static ThreadPoolExecutor computingThreads() {
    int most = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("linnet-computing", true));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * Creates resources with one event loop for each processor and the system's DNS.
   *
   * @return the resources; close them after the last client
   * @throws IllegalStateException if the Netty version on the class path is incompatible
   */
  public static ClientResources create() {
    return create(Runtime.getRuntime().availableProcessors(), Dns.system());
  }

  /**
   * Creates resources with a number of event loops and a DNS setting.
   *
   * @param eventLoops the number of threads that serve all connections
   * @param dns the DNS servers to use
   * @return the resources; close them after the last client
   * @throws IllegalStateException if the Netty version on the class path is incompatible
   */
  public static ClientResources create(int eventLoops, Dns dns) {
    return create(eventLoops, dns, LoggerFactory.getLogger(ClientResources.class));
  }

  static ClientResources create(int eventLoops, Dns dns, Logger log) {
    ClientResources made = new ClientResources(eventLoops, dns, log);
    made.watched =
        made.watch.watch(
            made,
            () ->
                "ClientResources were dropped that nobody has closed; they are closed now. Call"
                    + " close() or shutdown() after the last client, or use try-with-resources",
            made.parts::shutdown);
    return made;
  }

  /** Resources owned by one client. They are not watched themselves, as the client is. */
  static ClientResources forOneClient() {
    return forOneClient(LoggerFactory.getLogger(XmppClient.class));
  }

  static ClientResources forOneClient(Logger log) {
    return new ClientResources(1, Dns.system(), log);
  }

  /** The features of servers that several clients remember. */
  SharedFeatures features() {
    return features;
  }

  /** Watches for dropped users of these resources. */
  DropWatch watch() {
    return watch;
  }

  EventLoop nextLoop() {
    return parts.loops.next();
  }

  ExecutorService threads() {
    return parts.threads;
  }

  /**
   * Runs subscribers: on virtual threads where available, so that a blocked subscriber holds up no
   * other; else on the pool.
   */
  ExecutorService callbacks() {
    return parts.callbacks;
  }

  /** Runs key derivations, in slices. */
  ThreadPoolExecutor computing() {
    return parts.computing;
  }

  SharedEngines engines() {
    return engines;
  }

  Resolver resolver() {
    return parts.resolver;
  }

  /**
   * Stops all threads without waiting for them. Open connections are lost.
   *
   * @return done when the event loops have stopped; completed on a thread of the common pool
   */
  public CompletableFuture<Void> shutdown() {
    if (watched != null) {
      watched.closed();
    }
    CompletableFuture<Void> stopped = parts.shutdown();
    watch.end();
    return stopped;
  }

  /** Stops all threads and waits for the event loops. Must not be called in a callback. */
  @Override
  public void close() {
    shutdown().join();
  }
}
