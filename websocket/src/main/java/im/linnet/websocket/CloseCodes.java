package im.linnet.websocket;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;

/** The codes with which a WebSocket is closed (RFC 6455, section 7.4). */
final class CloseCodes {

  /** The purpose is fulfilled. */
  static final int NORMAL = 1000;

  /** This side leaves, and may come back. */
  static final int GOING_AWAY = 1001;

  static final int PROTOCOL_ERROR = 1002;

  /** A type of data that can't be used. */
  static final int UNSUPPORTED_DATA = 1003;

  static final int TOO_BIG = 1009;

  private CloseCodes() {}

  /** The failure for a WebSocket that the server has closed before it closed the stream. */
  static TransportException failure(CloseWebSocketFrame frame) {
    int code = frame.statusCode();
    String reason = Shown.of(frame.reasonText());
    return new TransportException(
        Reason.CLOSED,
        "The server closed the WebSocket without closing the stream: "
            + (code < 0 ? "it gave no code" : code + words(code))
            + (reason.isEmpty() ? "" : " “" + reason + "”"));
  }

  private static String words(int code) {
    String words =
        switch (code) {
          case NORMAL -> "normal closure";
          case GOING_AWAY -> "going away";
          case PROTOCOL_ERROR -> "protocol error";
          case UNSUPPORTED_DATA -> "unsupported data";
          case 1007 -> "invalid data";
          case 1008 -> "policy violation";
          case TOO_BIG -> "message too big; what this side sends must be smaller";
          case 1010 -> "missing extension";
          case 1011 -> "internal error";
          case 1012 -> "service restart";
          case 1013 -> "try again later";
          default -> "";
        };
    return words.isEmpty() ? "" : " (" + words + ")";
  }
}
