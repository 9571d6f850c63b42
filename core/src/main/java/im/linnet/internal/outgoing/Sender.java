package im.linnet.internal.outgoing;

import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.internal.management.Ledger;
import im.linnet.internal.management.Records;
import im.linnet.internal.management.Weight;
import im.linnet.internal.observe.Listeners;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything sent on one stream. A managed stream may span several connections; between them
 * stanzas are kept. {@link #send}, {@link #deliver} and {@link #request} may be called by any
 * thread, the rest belongs to the event loop. Every future completes once, never on the event loop.
 */
public final class Sender {

  /** How many requests may wait for answers. */
  public static final int MOST_REQUESTS = 16_384;

  /** How much they may weigh together; a single one may weigh more. */
  public static final long MOST_REQUEST_WEIGHT = 16L << 20;

  private static final Allowance.Limits REQUESTS =
      new Allowance.Limits(MOST_REQUESTS, MOST_REQUEST_WEIGHT);

  private final EventLoop loop;
  private final OwnAddress own;
  private final PendingRequests pending;
  private final Executor completions;
  private final boolean managed;
  private final Outbox outbox;
  private final StanzaWriter writer;
  private final Allowance requests = new Allowance();
  private @Nullable XmppException over;

  /**
   * A sender without a connection.
   *
   * @param loop the client's event loop
   * @param own the stream's address
   * @param pending the requests that wait for answers
   * @param completions completes futures
   * @param managed whether stanzas are acknowledged (XEP-0198)
   * @param records record what is sent on a managed stream
   * @param listeners are called with what is sent
   */
  public Sender(
      EventLoop loop,
      OwnAddress own,
      PendingRequests pending,
      Executor completions,
      boolean managed,
      Records records,
      Listeners listeners) {
    this.loop = loop;
    this.own = own;
    this.pending = pending;
    this.completions = completions;
    this.managed = managed;
    this.writer = new StanzaWriter(records, listeners, () -> over, this::inPlace);
    this.outbox = new Outbox(loop);
  }

  /**
   * Continues on this connection, beginning with the stanzas that the server has not acknowledged.
   */
  public void open(Line to) {
    writer.open(to, outbox);
  }

  /**
   * Sets the largest stanza that may be written from now on; those written before may be larger.
   */
  public void limit(StanzaLimit most) {
    writer.limit(most);
  }

  /** The connection is lost, but the stream can be resumed. */
  public void lost() {
    writer.close();
    outbox.shut();
  }

  /**
   * Sends a stanza; from any thread.
   *
   * @param element the stanza
   * @return completes when it has been written to a connection
   */
  public CompletableFuture<Void> send(Element element) {
    SendFuture<Void> sent = new SendFuture<>(completions, given -> {});
    enqueue(outbox::add, new Plain(own.withSender(element), sent), sent);
    return sent;
  }

  /**
   * Sends the answer to a request, even when the outbox is full; from any thread. If it is larger
   * than the server accepts, the future fails, and an error is sent instead.
   */
  public CompletableFuture<Void> answer(Element element) {
    SendFuture<Void> sent = new SendFuture<>(completions, given -> {});
    enqueue(outbox::addAnswer, new Answer(own.withSender(element), sent), sent);
    return sent;
  }

  /**
   * Sends a stanza and awaits its acknowledgement (XEP-0198); from any thread.
   *
   * @param element the stanza
   * @return completes when the server has acknowledged it or, on an unmanaged stream, when it has
   *     been written
   */
  public CompletableFuture<Void> deliver(Element element) {
    if (!managed) {
      return send(element);
    }
    SendFuture<Void> delivered = new SendFuture<>(completions, given -> {});
    enqueue(outbox::add, new Delivery(element, delivered), delivered);
    return delivered;
  }

  /** Sends a request whose answer may be as large as any stanza; from any thread. */
  public CompletableFuture<Iq> request(Iq request, Duration limit) {
    return request(request, Asking.plain(limit));
  }

  /**
   * Sends a request; from any thread.
   *
   * @param request the request, with an id
   * @param how how it is sent and its answer read; the time limit runs from now on
   * @param <T> the reader's result
   * @return what was read from the result; cancelling it forgets the request
   */
  public <T> CompletableFuture<T> request(Iq request, Asking<T> how) {
    String id = request.id();
    if (id == null) {
      throw new IllegalArgumentException("id: absent (expected: an identifier)");
    }
    long weight = Weight.of(request.element());
    if (requests.take(weight, REQUESTS) != Allowance.Room.TAKEN) {
      return CompletableFuture.failedFuture(tooManyRequests());
    }
    SendFuture<T> answer =
        new SendFuture<>(completions, given -> forget(id, given), () -> requests.giveBack(weight));
    enqueue(outbox::add, new Question<>(id, request, weight, answer, how), answer);
    return answer;
  }

  /**
   * Keeps an object from being collected until a future returned by a sender completes.
   *
   * @param kept the object
   * @param given the future
   * @param <T> the future's type
   * @return the future
   */
  public static <T> CompletableFuture<T> holding(Object kept, CompletableFuture<T> given) {
    if (given instanceof SendFuture<T> outcome) {
      outcome.hold(kept);
    } else if (given instanceof FilteredSend<T> filtered) {
      filtered.hold(kept);
    }
    return given;
  }

  private static RefusedException tooManyRequests() {
    return RefusedException.full(
        "Too much is asked at once: %d requests or %d MiB of them wait for their answers; wait for"
                .formatted(MOST_REQUESTS, MOST_REQUEST_WEIGHT >> 20)
            + " some before the next");
  }

  private void forget(String id, SendFuture<?> answer) {
    try {
      loop.execute(() -> pending.giveUp(id, answer));
    } catch (RejectedExecutionException shutDown) {
      // The loop has shut down: nothing is pending any more.
    }
  }

  /** How many bytes the element with this start tag may have, if that exceeds the usual limit. */
  public int allowed(Element start) {
    return pending.allowed(start);
  }

  /** Takes an answer of this size, in bytes; false if no request waits for it. */
  public boolean answered(Iq answer, int size) {
    Iq request = pending.answered(answer, size);
    Line now = writer.line();
    if (request != null && now != null && now.acks() != null) {
      now.acks().answered(request.element());
    }
    return request != null;
  }

  /** Sends the closing tag after everything submitted before; anything submitted later fails. */
  public void sendLast(XmppException why) {
    outbox.addLast(new Last(why));
  }

  /**
   * The stream is over: fails everything that waits to be sent or answered, now and from now on.
   */
  public void end(XmppException why) {
    over = why;
    pending.failAll(why);
    outbox.end();
    writer.close();
  }

  /**
   * Whether the server has to read, answer or acknowledge something. Items that wait to be sent
   * count too, because a server may not read before its own output is read.
   */
  public boolean isAwaiting() {
    Line now = writer.line();
    Acknowledgements acks = now == null ? null : now.acks();
    return !outbox.isEmpty() || !pending.isEmpty() || (acks != null && acks.isAwaiting());
  }

  /**
   * Runs a task once everything submitted before is with the journal, if the stream is recorded;
   * without a connection, too. On the event loop.
   */
  public void whenRecording(Runnable task) {
    outbox.addLast(new Barrier(task));
    writer.openForRecords(outbox);
  }

  /** Runs a task once nothing waits to be sent; on the event loop. */
  public void whenSent(Runnable task) {
    outbox.whenEmpty(task);
  }

  /**
   * Hands the stanzas that wait to be sent to another client, which will send them; their senders
   * do not learn whether it did. Requests fail, because nobody would receive their answers.
   */
  public List<Element> surrender() {
    List<Element> left = new ArrayList<>();
    for (Outbox.Item item : outbox.takeBack()) {
      if (item instanceof Plain stanza && !stanza.sent.isDone()) {
        left.add(stanza.stanza());
        stanza.uncertain(leftToAnother());
      } else if (item instanceof Question<?> question) {
        fail(question.answer, new RefusedException("This side left the stream: nothing was sent"));
      }
    }
    return left;
  }

  private static TransportException leftToAnother() {
    return new TransportException(
        Reason.UNCERTAIN,
        "The stream is left to another client, which sends the stanza when it resumes it");
  }

  /** Continues to write once the connection is writable again. */
  public void drain() {
    outbox.drain();
  }

  /** Writes what takes the place of an answer that is too large. */
  private void inPlace(Element other) {
    new Plain(other, new SendFuture<>(completions, given -> {})).write();
  }

  private static void enqueue(
      Consumer<Outbox.Item> outbox, Outbox.Item item, SendFuture<?> outcome) {
    try {
      outbox.accept(item);
    } catch (RefusedException full) {
      outcome.completeExceptionally(full);
    } catch (RejectedExecutionException shutDown) {
      outcome.completeExceptionally(
          new TransportException(Reason.NOT_CONNECTED, "The event loop is shut down", shutDown));
    }
  }

  /** Whether it is too late to send for this future; if so, it has failed. */
  private boolean isLate(SendFuture<?> outcome) {
    if (over != null) {
      fail(outcome, over);
    }
    return over != null || outcome.isDone();
  }

  static void fail(SendFuture<?> outcome, XmppException failure) {
    outcome.end(() -> outcome.completeExceptionally(failure));
  }

  /** Ends the stream in order. */
  private final class Last implements Outbox.Item {

    private final XmppException why;

    Last(XmppException why) {
      this.why = why;
    }

    @Override
    public long weight() {
      return 0;
    }

    @Override
    public void write() {
      Line to = writer.line();
      if (over == null && to != null) {
        over = to.placed().apply(why);
        writer.writeLast(to);
      }
    }
  }

  /** Has its turn when all items before it have been written. */
  private final class Barrier implements Outbox.Item {

    private final Runnable task;

    Barrier(Runnable task) {
      this.task = task;
    }

    @Override
    public long weight() {
      return 0;
    }

    @Override
    public void write() {
      writer.recordNow();
      task.run();
    }
  }

  /** A stanza that needs no answer. */
  private class Plain extends PendingSend {

    private final Element element;
    final SendFuture<Void> sent;

    Plain(Element element, SendFuture<Void> sent) {
      super(Weight.of(element));
      this.element = element;
      this.sent = sent;
    }

    @Override
    public final Element stanza() {
      return element;
    }

    @Override
    public void write() {
      if (!isLate(sent)) {
        writer.write(this, sent);
      }
    }

    @Override
    public void written() {
      acknowledged();
    }

    @Override
    public final void acknowledged() {
      // If the write has completed it, the acknowledgement adds nothing.
      if (!sent.isDone()) {
        sent.end(() -> sent.complete(null));
      }
    }

    @Override
    public final void uncertain(XmppException why) {
      fail(sent, why);
    }
  }

  /** The answer to a request. */
  private final class Answer extends Plain {

    Answer(Element element, SendFuture<Void> answered) {
      super(element, answered);
    }

    @Override
    @Nullable Element inItsPlace() {
      return StanzaLimit.inPlaceOf(stanza());
    }
  }

  /** A stanza whose sender waits for the acknowledgement. */
  private final class Delivery extends Plain {

    Delivery(Element element, SendFuture<Void> delivered) {
      super(element, delivered);
    }

    @Override
    boolean waitedFor() {
      return true;
    }

    @Override
    public void write() {
      XmppException why = over;
      if (why == null) {
        super.write();
      } else {
        fail(sent, notSent(why));
      }
    }

    @Override
    public void written() {}
  }

  /**
   * The failure of {@link #deliver} if the stanza was not sent.
   *
   * @param why the cause
   * @return the failure
   */
  public static TransportException notSent(XmppException why) {
    return new TransportException(Reason.NOT_SENT, "The stanza was not sent: " + why.words(), why);
  }

  /** A request. Its time limit runs from the call, also while it waits to be sent. */
  private final class Question<T> extends PendingSend {

    private final String id;
    private final Iq request;
    private final SendFuture<T> answer;
    private final Asking<T> how;
    private boolean noted;

    Question(String id, Iq request, long weight, SendFuture<T> answer, Asking<T> how) {
      super(weight);
      this.id = id;
      this.request = request;
      this.answer = answer;
      this.how = how;
    }

    @Override
    public Element stanza() {
      return own.withSender(request.element());
    }

    @Override
    public void held() {
      if (!isLate(answer)) {
        noted = true;
        note();
      }
    }

    @Override
    public void write() {
      if (isLate(answer)) {
        pending.remove(id, answer);
      } else if (isAwaited()) {
        writer.write(this, answer);
      }
    }

    @Override
    Ledger.Entry kept() {
      return new SentRequest(request.element(), weight());
    }

    @Override
    void notWritten() {
      pending.remove(id, answer);
    }

    private boolean isAwaited() {
      return noted ? pending.awaits(id, answer) : note();
    }

    private boolean note() {
      return pending.add(id, request, answer, how);
    }
  }
}
