package im.linnet.internal.tls;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/**
 * Loads the platform's TLS ahead of its first use. The first ClientHello loads some 600 classes and
 * takes a tenth of a second; that can overlap with starting event loops and looking up the server.
 */
public final class PlatformTls {

  private static final int PORT = 5222;

  private static final boolean LOADED = load();

  private PlatformTls() {}

  /**
   * Loads it, once in a process. For a thread of its own; a thread that needs TLS meanwhile
   * benefits from what is loaded already.
   *
   * @return whether TLS is available
   */
  public static boolean loaded() {
    return LOADED;
  }

  /** Generates a ClientHello that is not sent. */
  private static boolean load() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      // No trust manager: the platform's would read its trust anchors, which a policy may not use.
      context.init(null, new TrustManager[0], null);
      SSLEngine engine = context.createSSLEngine("localhost", PORT);
      engine.setUseClientMode(true);
      engine.beginHandshake();
      ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      return engine.wrap(ByteBuffer.allocate(0), hello).bytesProduced() > 0;
    } catch (GeneralSecurityException | SSLException unable) {
      // Creating the engines will report it to the caller.
      return false;
    }
  }
}
