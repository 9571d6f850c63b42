package im.linnet.upload;

import java.net.URI;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What to download, and how much at most. Immutable. */
public final class Download {

  private final @Nullable URI url;
  private final long maxBytes;
  private final @Nullable FileMetadata expected;
  private final Consumer<? super Progress> watcher;

  private Download(
      @Nullable URI url,
      long maxBytes,
      @Nullable FileMetadata expected,
      Consumer<? super Progress> watcher) {
    this.url = url;
    this.maxBytes = maxBytes;
    this.expected = expected;
    this.watcher = watcher;
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes: %d (expected: >= 1)".formatted(maxBytes));
    }
  }

  /**
   * Downloads from an address.
   *
   * @param url the address, which must be one of HTTPS
   * @param maxBytes the size of the largest file to accept
   * @return the download
   * @throws IllegalArgumentException if the size is below 1
   */
  public static Download of(URI url, long maxBytes) {
    return new Download(Objects.requireNonNull(url, "url"), maxBytes, null, progress -> {});
  }

  /**
   * Downloads what was shared in a message, from its first address, and checks it. Without an
   * address of HTTPS the download fails with {@link im.linnet.failure.RefusedException}.
   *
   * @param shared what was shared
   * @param maxBytes the size of the largest file to accept
   * @return the download
   * @throws IllegalArgumentException if the size is below 1
   */
  public static Download of(FileSharing shared, long maxBytes) {
    URI first = shared.urls().isEmpty() ? null : shared.urls().get(0);
    return new Download(first, maxBytes, shared.file(), progress -> {});
  }

  /**
   * Checks the size and the hashes of the content, as far as the metadata has them.
   *
   * @param metadata what is known of the file
   * @return a copy with it
   */
  public Download expecting(FileMetadata metadata) {
    return new Download(url, maxBytes, Objects.requireNonNull(metadata, "metadata"), watcher);
  }

  /**
   * Reports how far it is.
   *
   * @param consumer is called in order with the client's callbacks
   * @return a copy with it
   */
  public Download watchedBy(Consumer<? super Progress> consumer) {
    return new Download(url, maxBytes, expected, Objects.requireNonNull(consumer, "consumer"));
  }

  @Nullable URI url() {
    return url;
  }

  long maxBytes() {
    return maxBytes;
  }

  @Nullable FileMetadata expected() {
    return expected;
  }

  Consumer<? super Progress> watcher() {
    return watcher;
  }

  /** {@return the host and the limit, as the rest of the address is secret} */
  @Override
  public String toString() {
    return "Download[from %s, maxBytes=%d]"
        .formatted(url == null ? "nowhere" : url.getHost(), maxBytes);
  }
}
