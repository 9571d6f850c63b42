package im.linnet.internal.tls;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/**
 * The platform's TLS as a process finds it: not loaded. Its first hello takes some 600 classes and
 * a tenth of a second, which can pass while event loops start and the server is looked up.
 */
public final class PlatformTls {

  private static final int PORT = 5222;

  private static final boolean LOADED = load();

  private PlatformTls() {}

  /**
   * Loads it, once in a process. For a thread of its own; whoever needs TLS meanwhile shares in
   * what is there already.
   *
   * @return whether there is TLS
   */
  public static boolean loaded() {
    return LOADED;
  }

  /** Has a hello written, to nobody. */
  private static boolean load() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      // No trust manager: the platform's would read its anchors, which a policy may not want.
      context.init(null, new TrustManager[0], null);
      SSLEngine engine = context.createSSLEngine("localhost", PORT);
      engine.setUseClientMode(true);
      engine.beginHandshake();
      ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      return engine.wrap(ByteBuffer.allocate(0), hello).bytesProduced() > 0;
    } catch (GeneralSecurityException | SSLException unable) {
      // Making the engines says so where somebody hears it.
      return false;
    }
  }
}
