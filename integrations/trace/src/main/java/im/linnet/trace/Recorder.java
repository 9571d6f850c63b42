package im.linnet.trace;

import im.linnet.connection.Dropped;
import im.linnet.connection.WireEvent;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.Redirect;
import im.linnet.failure.Where;
import im.linnet.observe.Result;
import im.linnet.observe.Status;
import im.linnet.observe.WireListener;

/** Queues what a client's listener is called with. What each stanza is, the wire shows. */
final class Recorder implements WireListener {

  private final EntryQueue queue;

  Recorder(EntryQueue queue) {
    this.queue = queue;
  }

  private void event(String name, Entry.Fields fields) {
    queue.add(
        Entry.now(
            0,
            line -> {
              line.writeStringField("event", name);
              fields.to(line);
            }));
  }

  @Override
  public void wire(WireEvent event) {
    String xml = event.xml();
    String way = event.outgoing() ? "out" : "in";
    queue.add(
        Entry.now(
            xml.length(),
            line -> {
              line.writeStringField("wire", way);
              line.writeStringField("xml", xml);
            }));
  }

  @Override
  public void reached(Where where) {
    Endpoint endpoint = where.endpoint();
    event(
        "reached",
        line -> {
          line.writeStringField("phase", where.phase().name());
          if (endpoint != null) {
            line.writeStringField("endpoint", endpoint.toString());
          }
          line.writeArrayFieldStart("redirects");
          for (Redirect redirect : where.redirects()) {
            line.writeString(redirect.from().toString());
          }
          line.writeEndArray();
        });
  }

  @Override
  public void entered(Status status) {
    event("entered", line -> line.writeStringField("status", status.name()));
  }

  @Override
  public void endpointTried(Phase phase, Result result, long nanos) {
    event("endpointTried", attempt(phase, result, nanos));
  }

  @Override
  public void bound(boolean resumed, long nanos) {
    event(
        "bound",
        line -> {
          line.writeBooleanField("resumed", resumed);
          line.writeNumberField("nanos", nanos);
        });
  }

  @Override
  public void notBound(Phase phase, Result result, long nanos) {
    event("notBound", attempt(phase, result, nanos));
  }

  private static Entry.Fields attempt(Phase phase, Result result, long nanos) {
    return line -> {
      line.writeStringField("phase", phase.name());
      line.writeStringField("result", result.name());
      line.writeNumberField("nanos", nanos);
    };
  }

  @Override
  public void ended(Result why, long nanos) {
    event(
        "ended",
        line -> {
          line.writeStringField("why", why.name());
          line.writeNumberField("nanos", nanos);
        });
  }

  @Override
  public void reconnecting(int attempts, long delayNanos) {
    event(
        "reconnecting",
        line -> {
          line.writeNumberField("attempts", attempts);
          line.writeNumberField("delayNanos", delayNanos);
        });
  }

  @Override
  public void readingPaused(int stanzas, long bytes) {
    event(
        "readingPaused",
        line -> {
          line.writeNumberField("stanzas", stanzas);
          line.writeNumberField("bytes", bytes);
        });
  }

  @Override
  public void readingResumed(long nanos) {
    event("readingResumed", line -> line.writeNumberField("nanos", nanos));
  }

  @Override
  public void slowCallback(long nanos) {
    event("slowCallback", line -> line.writeNumberField("nanos", nanos));
  }

  @Override
  public void dropped(Dropped.Reason reason) {
    event("dropped", line -> line.writeStringField("reason", reason.name()));
  }

  /** An answer is on the wire; that there is none can't be seen there. */
  @Override
  public void requestEnded(Result result, long nanos) {
    if (result != Result.SUCCEEDED && result != Result.ERROR_ANSWER) {
      event(
          "requestEnded",
          line -> {
            line.writeStringField("result", result.name());
            line.writeNumberField("nanos", nanos);
          });
    }
  }
}
