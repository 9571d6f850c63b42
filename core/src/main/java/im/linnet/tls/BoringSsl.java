package im.linnet.tls;

import io.netty.handler.ssl.OpenSsl;
import org.jspecify.annotations.Nullable;

/** Whether BoringSSL can be used: it is native code, in an artifact of its own. */
final class BoringSsl {

  private static final String ARTIFACT = "io.netty:netty-tcnative-boringssl-static";

  private BoringSsl() {}

  /** Loads the library, once in a process. */
  static void require() {
    check(
        OpenSsl.unavailabilityCause(),
        OpenSsl.versionString(),
        System.getProperty("os.name") + " on " + System.getProperty("os.arch"));
  }

  /**
   * Checks the result of loading it.
   *
   * @param failure why it was not loaded, or null
   * @param version the name of the library that was loaded, or null
   * @param platform the platform, for the message
   */
  static void check(@Nullable Throwable failure, @Nullable String version, String platform) {
    if (failure instanceof ClassNotFoundException) {
      throw new UnsupportedOperationException(
          "BoringSSL is not there: add a dependency on %s (its version is in io.netty:netty-bom)"
              .formatted(ARTIFACT),
          failure);
    }
    if (failure != null) {
      throw new UnsupportedOperationException(
          ("BoringSSL can't be loaded on %s: %s. Does %s have a jar with the classifier of this"
                  + " platform, and is it on the class path? Otherwise leave out boringSsl()")
              .formatted(platform, failure.getMessage(), ARTIFACT),
          failure);
    }
    if (!"BoringSSL".equals(version)) {
      throw new UnsupportedOperationException(
          "The native library of Netty's TLS is %s, not BoringSSL: replace its artifact by %s"
              .formatted(version, ARTIFACT));
    }
  }
}
