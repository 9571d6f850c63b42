package im.linnet.internal.netty;

import im.linnet.stream.StreamOpening;
import org.jspecify.annotations.Nullable;

/**
 * Written to the pipeline to open a stream, the first one or one after a restart.
 *
 * @param header what is sent
 */
public record StreamOpen(StreamOpening header) {

  /** {@return the domain that is to serve the stream} */
  public String to() {
    return header.to();
  }

  /** {@return the language that the user prefers, or null} */
  public @Nullable String lang() {
    return header.language();
  }
}
