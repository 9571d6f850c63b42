package im.linnet.internal.tls;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The exporter of TLS sessions, {@code ExtendedSSLSession.exportKeyingMaterialData}, which the
 * platform has from JDK 25 on.
 */
final class SessionExporter {

  private static final byte[] NO_CONTEXT = {};

  private static final @Nullable MethodHandle EXPORT = find();

  private SessionExporter() {}

  private static @Nullable MethodHandle find() {
    MethodType type = MethodType.methodType(byte[].class, String.class, byte[].class, int.class);
    try {
      return MethodHandles.publicLookup()
          .findVirtual(ExtendedSSLSession.class, "exportKeyingMaterialData", type);
    } catch (NoSuchMethodException | IllegalAccessException older) {
      return null;
    }
  }

  /** Whether the platform's sessions have an exporter. */
  static boolean isPresent() {
    return EXPORT != null;
  }

  /** Exports keying material; null if the session can't. */
  static byte @Nullable [] export(SSLSession session, String label, int length)
      throws SSLKeyException {
    if (EXPORT == null || !(session instanceof ExtendedSSLSession extended)) {
      return null;
    }
    try {
      return (byte[]) EXPORT.invokeExact(extended, label, NO_CONTEXT, length);
    } catch (SSLKeyException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("The exporter threw what it does not declare", e);
    }
  }
}
