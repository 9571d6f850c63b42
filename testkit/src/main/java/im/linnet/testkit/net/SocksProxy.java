package im.linnet.testkit.net;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A SOCKS5 proxy (RFC 1928, with the user names and passwords of RFC 1929) that connects every
 * request to one loopback port, regardless of the requested host. It resolves no names.
 */
public final class SocksProxy implements AutoCloseable {
  /** The reply that grants the request (RFC 1928, section 6). */
  public static final int SUCCEEDED = 0;

  /** The reply "connection not allowed by ruleset". */
  public static final int NOT_ALLOWED = 2;

  /** The reply "host unreachable", also for names that don't exist. */
  public static final int HOST_UNREACHABLE = 4;

  /** The reply "connection refused", also sent if the target refuses. */
  public static final int CONNECTION_REFUSED = 5;

  private static final int VERSION = 5;
  private static final int PASSWORD_VERSION = 1;
  private static final int NO_AUTHENTICATION = 0;
  private static final int PASSWORD = 2;
  private static final int NO_ACCEPTABLE_METHOD = 0xff;
  private static final int CONNECT = 1;
  private static final int COMMAND_NOT_SUPPORTED = 7;

  private final Tunnel tunnel;

  private SocksProxy(Builder builder) {
    tunnel = new Tunnel("socks-proxy", builder.target, new Greeting(builder));
  }

  /** Returns a builder of a proxy that connects to that loopback port. */
  public static Builder to(int port) {
    return new Builder(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** The address where the proxy listens. */
  public InetSocketAddress address() {
    return tunnel.address();
  }

  /** The requests of clients, oldest first, including those that were denied. */
  public List<ProxyRequest> requests() {
    return tunnel.requests();
  }

  /** Ends all tunnels and releases the port. */
  @Override
  public void close() {
    tunnel.close();
  }

  /** The settings of a proxy; used by one thread. */
  public static final class Builder {
    private final InetSocketAddress target;
    private @Nullable Credentials credentials;
    private int reply = SUCCEEDED;

    private Builder(InetSocketAddress target) {
      this.target = target;
    }

    /** Requires this user name and password. */
    public Builder user(String name, String password) {
      credentials = new Credentials(name, password);
      return this;
    }

    /** Denies every request with that reply code (RFC 1928, section 6). */
    public Builder reply(int code) {
      if (code < 0 || code > 0xff) {
        throw new IllegalArgumentException("code: " + code + " (expected: 0 to 255)");
      }
      reply = code;
      return this;
    }

    /** Starts the proxy. */
    public SocksProxy start() {
      return new SocksProxy(this);
    }
  }

  /** The conversation before the tunnel. */
  private static final class Greeting implements Tunnel.Greeting {
    private final @Nullable Credentials credentials;
    private final int reply;

    Greeting(Builder builder) {
      credentials = builder.credentials;
      reply = builder.reply;
    }

    @Override
    public boolean greet(Socket client, Tunnel tunnel) throws IOException {
      DataInputStream in = new DataInputStream(client.getInputStream());
      require(in.readUnsignedByte(), VERSION);
      byte[] methods = in.readNBytes(in.readUnsignedByte());
      int method = credentials == null ? NO_AUTHENTICATION : PASSWORD;
      if (!contains(methods, method)) {
        write(client, VERSION, NO_ACCEPTABLE_METHOD);
        return false;
      }
      write(client, VERSION, method);
      String user = null;
      if (credentials != null) {
        user = signIn(credentials, client, in);
        if (user == null) {
          return false;
        }
      }
      return request(client, in, tunnel, user);
    }

    @Override
    public void report(Socket client, boolean reached) throws IOException {
      reply(client, reached ? SUCCEEDED : CONNECTION_REFUSED);
    }

    /** The user's name, or null if the password is wrong. */
    private static @Nullable String signIn(Credentials expected, Socket client, DataInputStream in)
        throws IOException {
      require(in.readUnsignedByte(), PASSWORD_VERSION);
      Credentials given = new Credentials(text(in), text(in));
      boolean right = given.equals(expected);
      write(client, PASSWORD_VERSION, right ? 0 : 1);
      return right ? given.user() : null;
    }

    private boolean request(Socket client, DataInputStream in, Tunnel tunnel, @Nullable String user)
        throws IOException {
      require(in.readUnsignedByte(), VERSION);
      int command = in.readUnsignedByte();
      in.readUnsignedByte();
      int type = in.readUnsignedByte();
      boolean byName = type == 3;
      String host = byName ? text(in) : address(in, type == 1 ? 4 : 16);
      tunnel.record(new ProxyRequest(host, in.readUnsignedShort(), byName, user));
      if (command != CONNECT) {
        reply(client, COMMAND_NOT_SUPPORTED);
        return false;
      }
      if (reply != SUCCEEDED) {
        reply(client, reply);
        return false;
      }
      return true;
    }

    private static void reply(Socket client, int code) throws IOException {
      // The bound address, which no client uses: 0.0.0.0:0.
      write(client, VERSION, code, 0, 1, 0, 0, 0, 0, 0, 0);
    }

    private static String text(DataInputStream in) throws IOException {
      return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    private static String address(DataInputStream in, int length) throws IOException {
      return InetAddress.getByAddress(in.readNBytes(length)).getHostAddress();
    }

    private static void write(Socket client, int... octets) throws IOException {
      byte[] bytes = new byte[octets.length];
      for (int i = 0; i < octets.length; i++) {
        bytes[i] = (byte) octets[i];
      }
      client.getOutputStream().write(bytes);
    }

    private static boolean contains(byte[] methods, int method) {
      for (byte offered : methods) {
        if (offered == method) {
          return true;
        }
      }
      return false;
    }

    private static void require(int version, int expected) throws IOException {
      if (version != expected) {
        throw new IOException("version: " + version + " (expected: " + expected + ")");
      }
    }
  }
}
