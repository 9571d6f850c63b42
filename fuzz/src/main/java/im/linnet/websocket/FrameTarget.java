package im.linnet.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.XmppException;
import im.linnet.fuzz.FuzzTarget;
import im.linnet.stream.Transport;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a web server sends: frames after the upgrade, or an input that begins with {@code HTTP} as
 * the whole response, in which <code>{accept}</code> stands for the right proof. Each piece is read
 * in pieces of random sizes. The line ends at most once, with a typed failure; nothing arrives
 * after its end or without having been asked for; no message is larger than the limit.
 */
public final class FrameTarget implements FuzzTarget {

  private static final Endpoint PLACE = Endpoint.at(URI.create("wss://example.com/xmpp"));
  private static final Pattern KEY =
      Pattern.compile("sec-websocket-key: *([^\\r]*)", Pattern.CASE_INSENSITIVE);

  /** A target. */
  public FrameTarget() {}

  @Override
  public void run(byte[] input) {
    WebServer server = new WebServer();
    String text = new String(input, ISO_8859_1);
    if (text.startsWith("HTTP")) {
      upgrade(server, text);
    } else {
      WebSocketLine line = new WebSocketLine(server, server);
      server.opened(line, line);
      send(server, input);
      server.end();
      line.close();
    }
    server.check();
  }

  private static void upgrade(WebServer server, String text) {
    CompletableFuture<Transport.Line> opening = Opening.begin(PLACE, server);
    Matcher key = KEY.matcher(server.written());
    String accept = key.find() ? accept(key.group(1)) : "";
    opening.thenAccept(line -> server.opened(line, server.tcp()));
    send(server, text.replace("{accept}", accept).getBytes(ISO_8859_1));
    server.end();
    if (!opening.isDone()) {
      throw new AssertionError("an upgrade that does not end");
    }
    try {
      opening.join().close();
    } catch (CompletionException failed) {
      if (!(failed.getCause() instanceof XmppException)) {
        throw new AssertionError("a failure without a type", failed.getCause());
      }
    }
  }

  private static void send(WebServer server, byte[] bytes) {
    Random random = new Random(Arrays.hashCode(bytes));
    int most = 1 + random.nextInt(100);
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(1 + random.nextInt(most), bytes.length - at);
      server.send(ByteBuffer.wrap(bytes, at, length));
      at += length;
    }
  }

  private static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
