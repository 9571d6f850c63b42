package im.linnet.websocket;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Reads the response to a request for a document. */
final class DocumentReader implements HttpExchange.Reader<DocumentReader.Document> {

  /**
   * A response.
   *
   * @param status the status
   * @param content the document; empty if the status is not 200
   */
  record Document(int status, ByteArrayOutputStream content) {

    /** Whether there is no such document. */
    boolean isAbsent() {
      return status == 404 || status == 410;
    }
  }

  private static final int OK = 200;

  /** How many informational responses may come before the one that counts. */
  private static final int MAX_INFORMATIONAL = 8;

  private final Endpoint place;
  private final int largest;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int skipped;
  private boolean begun;

  /** A reader of a document with at most this many bytes. */
  DocumentReader(Endpoint place, int largest) {
    this.place = place;
    this.largest = largest;
  }

  @Override
  public @Nullable Document take(HttpObject part) {
    if (part instanceof HttpResponse response) {
      begun = !isInformational(response);
      int status = response.status().code();
      if (begun && status != OK) {
        return new Document(status, bytes);
      }
    }
    if (!begun || !(part instanceof HttpContent content)) {
      return null;
    }
    add(content.content());
    return part instanceof LastHttpContent ? new Document(OK, bytes) : null;
  }

  private boolean isInformational(HttpResponse response) {
    return response.status().codeClass() == HttpStatusClass.INFORMATIONAL
        && ++skipped <= MAX_INFORMATIONAL;
  }

  private void add(ByteBuf piece) {
    if (piece.readableBytes() > largest - bytes.size()) {
      throw new TransportException(
          Reason.UNRESOLVED, "%s has more than %d bytes".formatted(place, largest));
    }
    byte[] copy = new byte[piece.readableBytes()];
    piece.readBytes(copy);
    bytes.writeBytes(copy);
  }

  @Override
  public TransportException malformed(Throwable cause) {
    return new TransportException(
        Reason.UNRESOLVED,
        "%s is answered with something that is not HTTP: %s"
            .formatted(place, Shown.of(cause.getMessage())),
        cause);
  }

  @Override
  public TransportException unanswered(@Nullable Throwable cause) {
    return new TransportException(
        Reason.UNRESOLVED,
        "The web server closed the connection before it answered for " + place,
        cause);
  }
}
