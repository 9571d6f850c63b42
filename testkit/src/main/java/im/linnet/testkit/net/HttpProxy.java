package im.linnet.testkit.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy that supports only CONNECT (RFC 9110, section 9.3.6) and connects every request to
 * one loopback port, regardless of the requested host. It resolves no names.
 */
public final class HttpProxy implements AutoCloseable {
  private final Tunnel tunnel;

  private HttpProxy(Builder builder) {
    tunnel = new Tunnel("http-proxy", builder.target, new Greeting(builder));
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
    private @Nullable String denial;
    private boolean holding;

    private Builder(InetSocketAddress target) {
      this.target = target;
    }

    /**
     * Requires this user name and password by Basic authentication; otherwise the answer is 407.
     */
    public Builder user(String name, String password) {
      credentials = new Credentials(name, password);
      return this;
    }

    /**
     * Answers every request with that status and an HTML page, like the gateway of a company or a
     * hotel.
     *
     * @param status such as {@code 403 Forbidden}; {@code 200 OK} makes it a page for a tunnel
     */
    public Builder page(String status, String html) {
      byte[] body = html.getBytes(StandardCharsets.UTF_8);
      return raw(
          "HTTP/1.1 "
              + status
              + "\r\nContent-Type: text/html\r\nContent-Length: "
              + body.length
              + "\r\n\r\n"
              + html);
    }

    /** Answers every request with exactly this text, then closes the connection. */
    public Builder raw(String answer) {
      denial = answer;
      return this;
    }

    /** Keeps a connection open after {@link #raw} or {@link #page}, until the client closes it. */
    public Builder holding() {
      holding = true;
      return this;
    }

    /** Starts the proxy. */
    public HttpProxy start() {
      return new HttpProxy(this);
    }
  }

  /** The conversation before the tunnel. */
  private static final class Greeting implements Tunnel.Greeting {
    private static final int MAX_HEAD = 64 * 1024;

    private final @Nullable Credentials credentials;
    private final @Nullable String denial;
    private final boolean holding;

    Greeting(Builder builder) {
      holding = builder.holding;
      credentials = builder.credentials;
      denial = builder.denial;
    }

    @Override
    public boolean greet(Socket client, Tunnel tunnel) throws IOException {
      String[] head = head(client.getInputStream()).split("\r\n");
      String[] request = head[0].split(" ");
      if (request.length != 3 || !request[0].equals("CONNECT")) {
        status(client, "405 Method Not Allowed");
        return false;
      }
      Credentials given = credentials(head);
      tunnel.record(request(request[1], given == null ? null : given.user()));
      if (credentials != null && !credentials.equals(given)) {
        status(
            client,
            "407 Proxy Authentication Required",
            "Proxy-Authenticate: Basic realm=\"testkit\"");
        return false;
      }
      if (denial != null) {
        write(client, denial);
        if (holding) {
          client.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
        return false;
      }
      return true;
    }

    @Override
    public void report(Socket client, boolean reached) throws IOException {
      if (reached) {
        write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
      } else {
        status(client, "502 Bad Gateway");
      }
    }

    /**
     * Reads the request up to its empty line, byte by byte, as the bytes after it belong to the
     * tunnel.
     */
    private static String head(InputStream in) throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0 && head.size() < MAX_HEAD; b = in.read()) {
        head.write(b);
        if (b == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
          return head.toString(StandardCharsets.ISO_8859_1);
        }
      }
      throw new IOException("no end of the request after " + head.size() + " bytes");
    }

    private static ProxyRequest request(String target, @Nullable String user) throws IOException {
      int colon = target.lastIndexOf(':');
      if (colon < 0) {
        throw new IOException("no port: " + target);
      }
      String host = target.substring(0, colon);
      boolean byName = !host.startsWith("[") && !host.matches("[0-9.]+");
      return new ProxyRequest(
          host.replaceAll("^\\[|]$", ""),
          Integer.parseInt(target, colon + 1, target.length(), 10),
          byName,
          user);
    }

    private static @Nullable Credentials credentials(String[] head) {
      String prefix = "proxy-authorization: basic ";
      for (String line : head) {
        if (line.toLowerCase(Locale.ROOT).startsWith(prefix)) {
          byte[] bytes = Base64.getDecoder().decode(line.substring(prefix.length()).trim());
          String[] parts = new String(bytes, StandardCharsets.UTF_8).split(":", 2);
          return parts.length == 2 ? new Credentials(parts[0], parts[1]) : null;
        }
      }
      return null;
    }

    private static void status(Socket client, String status, String... headers) throws IOException {
      StringBuilder answer = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
      for (String header : headers) {
        answer.append(header).append("\r\n");
      }
      write(client, answer.append("Content-Length: 0\r\n\r\n").toString());
    }

    private static void write(Socket client, String text) throws IOException {
      client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
