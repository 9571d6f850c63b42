package im.linnet.fuzz;

import im.linnet.component.ComponentTarget;
import im.linnet.fuzz.targets.FormTarget;
import im.linnet.fuzz.targets.JidTarget;
import im.linnet.fuzz.targets.LedgerTarget;
import im.linnet.fuzz.targets.ParserTarget;
import im.linnet.fuzz.targets.PayloadTarget;
import im.linnet.fuzz.targets.SaslTarget;
import im.linnet.fuzz.targets.ScramTarget;
import im.linnet.fuzz.targets.SeeOtherHostTarget;
import im.linnet.fuzz.targets.StampTarget;
import im.linnet.oauth.TokenAnswerTarget;
import im.linnet.test.SessionTarget;
import im.linnet.websocket.FrameTarget;
import im.linnet.websocket.HostMetaTarget;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** All targets, in the order of what matters most. */
public enum Targets {
  /** XML streams, compared with Woodstox, under several chunkings. */
  PARSER,
  /** Whole sessions of a client: transcripts of a server, as {@link SessionTarget} reads them. */
  SESSION,
  /** Stanzas to a client with all usual extensions, in rooms and with open queries. */
  STANZAS,
  /** SASL as in RFC 6120 and SASL2: features, then the server's answers. */
  SASL,
  /** Challenges and successes of SCRAM, decoded. */
  SCRAM,
  /** Addresses. */
  JID,
  /** The counters of stream management. */
  LEDGER,
  /** Payloads of all extensions, vCards, pages of archives and room presence among them. */
  PAYLOAD,
  /** Data forms, filled in and answered. */
  FORM,
  /** Dates of delays in both forms. */
  STAMP,
  /** Texts of {@code see-other-host}, and locations of resumption. */
  REDIRECT,
  /** WebSocket frames, after the upgrade and before. */
  FRAMES,
  /** Host-meta in JSON and in XML. */
  HOST_META,
  /** Answers of OAuth's token endpoint, and of the browser. */
  OAUTH,
  /** The server's answers to the handshake of a component. */
  COMPONENT;

  /** {@return the name on the command line, such as {@code host-meta}} */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@return a new target} */
  public FuzzTarget create() {
    return switch (this) {
      case PARSER -> new ParserTarget();
      case SESSION -> SessionTarget.signingIn();
      case STANZAS -> SessionTarget.withExtensions();
      case SASL -> new SaslTarget();
      case SCRAM -> new ScramTarget();
      case JID -> new JidTarget();
      case LEDGER -> new LedgerTarget();
      case PAYLOAD -> new PayloadTarget();
      case FORM -> new FormTarget();
      case STAMP -> new StampTarget();
      case REDIRECT -> new SeeOtherHostTarget();
      case FRAMES -> new FrameTarget();
      case HOST_META -> new HostMetaTarget();
      case OAUTH -> new TokenAnswerTarget();
      case COMPONENT -> new ComponentTarget();
    };
  }

  /** {@return the names of all} */
  public static List<String> names() {
    return Arrays.stream(values()).map(Targets::text).toList();
  }

  /**
   * Finds a target.
   *
   * @param name its name on the command line
   * @return the target
   * @throws IllegalArgumentException if there is none of this name
   */
  public static Targets named(String name) {
    return Arrays.stream(values())
        .filter(target -> target.text().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException("target: %s (expected: %s)".formatted(name, names())));
  }
}
