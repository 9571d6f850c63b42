package im.linnet.testkit.websocket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP request.
 *
 * @param lines the request line and the headers
 */
public record RequestHead(List<String> lines) {

  private static final int MAX = 65_536;

  /** Copies the list. */
  public RequestHead {
    lines = List.copyOf(lines);
  }

  /** Reads a head up to its empty line. */
  static RequestHead read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    while (last != 0x0D0A0D0A) {
      int octet = in.read();
      if (octet < 0 || head.size() > MAX) {
        throw new IOException("no request");
      }
      head.write(octet);
      last = last << 8 | octet;
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    return new RequestHead(List.of(text.strip().split("\r\n")));
  }

  /** {@return path and query of the request line} */
  public String target() {
    return lines.get(0).split(" ")[1];
  }

  /**
   * A header's value.
   *
   * @param name the header's name, in any case
   * @return the value of the first such header, or null
   */
  public @Nullable String header(String name) {
    return lines.stream()
        .skip(1)
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse(null);
  }
}
