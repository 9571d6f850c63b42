package im.linnet;

import im.linnet.endpoint.Dns;
import im.linnet.internal.dns.Resolver;
import im.linnet.internal.netty.NettyVersions;
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
 * and threads for callbacks and for work that takes time. A client that is not given any makes its
 * own and closes them with itself; thousands of clients should share one. Clients that share it,
 * and have the same {@link im.linnet.tls.TlsPolicy} object, share its certificates and TLS
 * sessions, too.
 *
 * <p>Safe for use by any thread. All threads are daemons.
 *
 * <p>Resources are to be closed. Some that the program made and refers to no more, while no client
 * uses them that is itself referred to or at work, are {@linkplain XmppClient taken for dropped}
 * when the garbage collector finds them: the log is told once, and their threads end.
 */
public final class ClientResources implements AutoCloseable {

  private static final Duration QUIET = Duration.ofMillis(20);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final int WORKERS = 8;

  /** With all those that make up for threads that wait; beyond it one more waits in vain. */
  private static final int MOST_WORKERS = 1024;

  private final Parts parts;
  private final SharedEngines engines = new SharedEngines();
  private final DropWatch watch;
  private DropWatch.@Nullable Watched watched;

  /** What has to be ended; refers to no resources, so that these can be found dropped. */
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

  /** The first use of Netty: another version on the class path shows here. */
  private static EventLoopGroup loops(int number) {
    try {
      return new MultiThreadIoEventLoopGroup(
          number, new DefaultThreadFactory("linnet-io", true), NioIoHandler.newFactory());
    } catch (LinkageError wrongNetty) {
      throw new IllegalStateException(NettyVersions.explained(wrongNetty), wrongNetty);
    }
  }

  /**
   * A few threads for what all clients complete, and for their callbacks where there are no virtual
   * threads. A pool that steals work takes bursts of small tasks without a thread or a wake-up for
   * each, and it makes up for a thread that waits in {@link CompletableFuture#join}, so that the
   * answer waited for is still brought by another one.
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
   * Threads for half of the processors: however much work servers demand of clients that sign in,
   * the rest of the program goes on.
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
   * Resources with one event loop for each processor and the system's DNS.
   *
   * @return the resources, to be closed after the last client
   * @throws IllegalStateException if another version of Netty is on the class path than this
   *     library needs
   */
  public static ClientResources create() {
    return create(Runtime.getRuntime().availableProcessors(), Dns.system());
  }

  /**
   * Resources of a size.
   *
   * @param eventLoops how many threads serve all connections
   * @param dns whom to ask for addresses
   * @return the resources, to be closed after the last client
   * @throws IllegalStateException if another version of Netty is on the class path than this
   *     library needs
   */
  public static ClientResources create(int eventLoops, Dns dns) {
    return create(eventLoops, dns, LoggerFactory.getLogger(ClientResources.class));
  }

  static ClientResources create(int eventLoops, Dns dns, Logger log) {
    ClientResources made = new ClientResources(eventLoops, dns, log);
    made.watched =
        made.watch.watch(
            made,
            "ClientResources were dropped that nobody has closed; they are closed now. Call"
                + " close() or shutdown() after the last client, or use try-with-resources",
            made.parts::shutdown);
    return made;
  }

  /** Resources for a client that shares them with nobody, and is watched in their place. */
  static ClientResources forOneClient() {
    return forOneClient(LoggerFactory.getLogger(XmppClient.class));
  }

  static ClientResources forOneClient(Logger log) {
    return new ClientResources(1, Dns.system(), log);
  }

  /** Finds out what was dropped of what uses these resources. */
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
   * Where subscribers are called: virtual threads where there are any, so that one that waits, for
   * whatever, is in nobody's way; else the pool.
   */
  ExecutorService callbacks() {
    return parts.callbacks;
  }

  /** Where keys are derived, in turns. */
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
   * Stops all threads, without waiting for it. Connections that are still open are lost.
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

  /** Stops all threads and waits for the event loops; not to be called in a callback. */
  @Override
  public void close() {
    shutdown().join();
  }
}
