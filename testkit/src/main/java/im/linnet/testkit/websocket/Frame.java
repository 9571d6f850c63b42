package im.linnet.testkit.websocket;

import java.nio.charset.StandardCharsets;

/** A frame of a WebSocket (RFC 6455, section 5.2). Immutable. */
public final class Frame {

  /** Continues a message. */
  public static final int CONTINUATION = 0;

  /** Begins a text message. */
  public static final int TEXT = 1;

  /** Begins a binary message. */
  public static final int BINARY = 2;

  /** Closes the connection. */
  public static final int CLOSE = 8;

  /** Asks for a pong. */
  public static final int PING = 9;

  /** Answers a ping. */
  public static final int PONG = 10;

  private final boolean fin;
  private final int reserved;
  private final int opcode;
  private final byte[] payload;

  /**
   * A frame, which may violate the rules.
   *
   * @param fin whether it is the last of its message
   * @param reserved the three reserved bits, 0 to 7
   * @param opcode the opcode, 0 to 15
   * @param payload the payload, without mask; copied
   */
  public Frame(boolean fin, int reserved, int opcode, byte[] payload) {
    this.fin = fin;
    this.reserved = reserved;
    this.opcode = opcode;
    this.payload = payload.clone();
  }

  /**
   * A whole message of text.
   *
   * @param text the text
   * @return the frame
   */
  public static Frame text(String text) {
    return new Frame(true, 0, TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A frame that closes the connection.
   *
   * @param code the code; negative for an empty frame
   * @param reason the reason
   * @return the frame
   */
  public static Frame close(int code, String reason) {
    byte[] words = reason.getBytes(StandardCharsets.UTF_8);
    byte[] payload = new byte[code < 0 ? 0 : 2 + words.length];
    if (code >= 0) {
      payload[0] = (byte) (code >> 8);
      payload[1] = (byte) code;
      System.arraycopy(words, 0, payload, 2, words.length);
    }
    return new Frame(true, 0, CLOSE, payload);
  }

  /** {@return whether it is the last of its message} */
  public boolean fin() {
    return fin;
  }

  /** {@return the three reserved bits} */
  public int reserved() {
    return reserved;
  }

  /** {@return the opcode} */
  public int opcode() {
    return opcode;
  }

  /** {@return a copy of the payload} */
  public byte[] payload() {
    return payload.clone();
  }

  /** {@return the payload as text} */
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** {@return the code of a frame that closes the connection; -1 if it has none} */
  public int code() {
    return payload.length < 2 ? -1 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
  }

  /** {@return opcode and text} */
  @Override
  public String toString() {
    return "Frame[opcode=%d, fin=%b, %s]".formatted(opcode, fin, text());
  }
}
