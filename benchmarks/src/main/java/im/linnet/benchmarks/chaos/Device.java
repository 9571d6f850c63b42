package im.linnet.benchmarks.chaos;

import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.archive.Archive;
import im.linnet.archive.ArchivedMessage;
import im.linnet.archive.MessageArchive;
import im.linnet.archive.MessageQuery;
import im.linnet.archive.Page;
import im.linnet.carbons.Carbons;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.KeepAlive;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.server.RealServer;
import im.linnet.timeline.MessageTimeline;
import im.linnet.timeline.Progress;
import im.linnet.tls.TlsPolicy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A device of a user: sends numbered messages to the other user, and notes what its timeline shows.
 * Messages that were not sent are sent again; those whose fate is uncertain are not, and may or may
 * not be in the timelines.
 */
final class Device implements AutoCloseable {

  private static final Duration ATTEMPT = Duration.ofSeconds(4);
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

  private final String name;
  private final Lines lines;
  private final XmppClient client;
  private final MessageTimeline timeline;
  private final Losses losses = new Losses();
  private final Sights sights = new Sights();
  private final Set<String> delivered = ConcurrentHashMap.newKeySet();
  private final Set<String> uncertain = ConcurrentHashMap.newKeySet();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicInteger gaps = new AtomicInteger();
  private final CompletableFuture<Void> begun = new CompletableFuture<>();

  /**
   * A device that is not connected yet.
   *
   * @param name what it is called, and its resource
   * @param user its user
   */
  Device(String name, String user, RealServer server, ClientResources resources) {
    this.name = name;
    this.lines = new Lines(2, server.starttlsPort());
    ClientBuilder builder =
        XmppClient.builder(user + "@" + server.domain() + "/" + name)
            .sasl(Sasl.password(Party.password(user)))
            .tls(TlsPolicy.builder().trust(server.authority().trustAnchor()).build())
            .resources(resources)
            .keepAlive(KeepAlive.ping(Duration.ofMillis(500), Duration.ofSeconds(2)))
            .connectLimits(ATTEMPT, ATTEMPT.multipliedBy(2))
            .reconnect(
                ReconnectPolicy.standard()
                    .retryingFirst()
                    .between(Duration.ofMillis(20), Duration.ofMillis(150)))
            .with(Carbons::new)
            .with(MessageArchive::new)
            .with(MessageTimeline::new);
    lines.endpoints().forEach(builder::endpoint);
    client = builder.build();
    timeline = client.get(MessageTimeline.class);
    timeline.onEntry(sights::saw);
    timeline.onProgress(sights::progressed);
    client.onState(this::entered);
  }

  /** Connects for the first time, and is done when the timeline has begun. */
  CompletableFuture<Void> begin() {
    timeline.onProgress(
        progress -> {
          if (progress instanceof Progress.UpToDate) {
            begun.complete(null);
          } else if (progress instanceof Progress.Gap) {
            gaps.incrementAndGet();
          }
        });
    var unused = client.connect();
    return begun;
  }

  private void entered(ConnectionState state) {
    if (state instanceof ConnectionState.Connected connected) {
      losses.connected(connected.stream());
      if (!connected.stream().resumed()) {
        var unused = client.send(Presence.available());
      }
    } else if (state instanceof ConnectionState.Waiting waiting) {
      losses.failed(waiting.cause());
    } else if (state instanceof ConnectionState.Disconnected gone && gone.cause() != null) {
      losses.gaveUp(gone.cause());
    }
  }

  /** Sends the next message. */
  void send(Jid to) {
    String text = name + "-" + sent.incrementAndGet();
    pending.incrementAndGet();
    send(Message.builder(to).type(Message.Type.CHAT).id("id-" + text).body(text).build(), text);
  }

  private void send(Message message, String text) {
    client
        .deliver(message)
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                ended(delivered, text);
              } else if (isUncertain(failure)) {
                ended(uncertain, text);
              } else {
                LATER.execute(() -> send(message, text));
              }
            });
  }

  private void ended(Set<String> outcome, String text) {
    outcome.add(text);
    pending.decrementAndGet();
  }

  private static boolean isUncertain(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof TransportException lost && lost.reason() == Reason.UNCERTAIN;
  }

  String name() {
    return name;
  }

  XmppClient client() {
    return client;
  }

  Lines lines() {
    return lines;
  }

  Losses losses() {
    return losses;
  }

  int sent() {
    return sent.get();
  }

  /** How often the archive did not know where its timeline ended. */
  int gaps() {
    return gaps.get();
  }

  int pending() {
    return pending.get();
  }

  Set<String> delivered() {
    return delivered;
  }

  Set<String> uncertain() {
    return uncertain;
  }

  /** What its timeline has shown. */
  Sights sights() {
    return sights;
  }

  boolean isUpToDate() {
    return timeline.progress() instanceof Progress.UpToDate;
  }

  /** Which of some texts the server's archive has, read from its beginning. */
  Set<String> archived(Set<String> texts) {
    Set<String> found = new HashSet<>();
    Archive archive = client.get(MessageArchive.class).own();
    MessageQuery next = MessageQuery.all().max(250).oldest();
    while (next != null) {
      Page page = archive.page(next).orTimeout(30, TimeUnit.SECONDS).join();
      for (ArchivedMessage message : page.messages()) {
        String body = message.body();
        if (body != null && texts.contains(body)) {
          found.add(body);
        }
      }
      next = page.isComplete() ? null : page.next();
    }
    return found;
  }

  /** Its state, for the report. */
  String words(@Nullable String missing) {
    return "%s is %s, %s, %d messages pending%s"
        .formatted(
            name,
            client.state(),
            timeline.progress(),
            pending.get(),
            missing == null ? "" : ", misses " + missing);
  }

  @Override
  public void close() {
    lines.close();
  }
}
