package im.linnet.upload;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How files are transferred. Immutable.
 *
 * <pre>{@code
 * UploadSettings settings =
 *     UploadSettings.standard().stallLimit(Duration.ofSeconds(20)).allowHost("files.corp.example");
 * }</pre>
 */
public final class UploadSettings {

  private static final UploadSettings STANDARD =
      new UploadSettings(null, Set.of(), Duration.ofMinutes(1));

  private final @Nullable HttpClient http;
  private final Set<String> allowedHosts;
  private final Duration stallLimit;

  private UploadSettings(@Nullable HttpClient http, Set<String> allowedHosts, Duration stallLimit) {
    this.http = http;
    this.allowedHosts = allowedHosts;
    this.stallLimit = stallLimit;
  }

  /**
   * {@return a HTTP client with the trust of the virtual machine, public hosts only, one minute}
   */
  public static UploadSettings standard() {
    return STANDARD;
  }

  /**
   * Sets the HTTP client, for instance one with a proxy, with trust of its own, or shared with
   * other parts of the program. With a proxy the hosts are looked up by the proxy, which then has
   * to keep this program from hosts that are not public.
   *
   * @param client the client, which must not follow redirects
   * @return a copy with it
   * @throws IllegalArgumentException if it follows redirects: they could lead anywhere
   */
  public UploadSettings http(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "followRedirects: %s (expected: NEVER)".formatted(client.followRedirects()));
    }
    return new UploadSettings(client, allowedHosts, stallLimit);
  }

  /**
   * Allows a host that is not on the public Internet, such as a server in a company's network. All
   * others with a loopback, private or otherwise special address are refused, because links come
   * from other people.
   *
   * @param host the name or address of the host, as in the link
   * @return a copy with it
   */
  public UploadSettings allowHost(String host) {
    return new UploadSettings(
        http,
        Stream.concat(allowedHosts.stream(), Stream.of(host.toLowerCase(Locale.ROOT)))
            .collect(Collectors.toUnmodifiableSet()),
        stallLimit);
  }

  /**
   * Sets how long a transfer may go on without a single byte: one minute unless set.
   *
   * @param limit the limit
   * @return a copy with it
   * @throws IllegalArgumentException if it is not positive
   */
  public UploadSettings stallLimit(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("limit: %s (expected: > 0)".formatted(limit));
    }
    return new UploadSettings(http, allowedHosts, Objects.requireNonNull(limit, "limit"));
  }

  @Nullable HttpClient http() {
    return http;
  }

  Set<String> allowedHosts() {
    return allowedHosts;
  }

  Duration stallLimit() {
    return stallLimit;
  }

  @Override
  public String toString() {
    return "UploadSettings[http=%s, allowedHosts=%s, stallLimit=%s]"
        .formatted(http == null ? "standard" : "given", allowedHosts, stallLimit);
  }
}
