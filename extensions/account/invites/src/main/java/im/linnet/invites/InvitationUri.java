package im.linnet.invites;

import im.linnet.invites.InvalidInvitationException.Reason;
import im.linnet.jid.InvalidJidException;
import im.linnet.jid.Jid;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A link such as {@code xmpp:romeo@example.com?roster;preauth=..} (RFC 5122; XEP-0147, section 2).
 *
 * @param jid the address
 * @param action what to do with it
 * @param parameters the parameters of the action; of several with one name the first
 */
record InvitationUri(Jid jid, String action, Map<String, String> parameters) {

  private static final String SCHEME = "xmpp:";
  private static final int MAX_LENGTH = 8192;
  private static final int HEX = 16;
  private static final String UNRESERVED = "-._~";

  /**
   * Reads a link.
   *
   * @throws InvalidInvitationException if it is something else
   */
  static InvitationUri of(String text) {
    String uri = text.strip();
    if (!uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new InvalidInvitationException(
          Reason.NOT_XMPP, "The text is no XMPP link: it does not begin with xmpp:");
    }
    if (uri.length() > MAX_LENGTH) {
      throw malformed("it is longer than %d characters".formatted(MAX_LENGTH));
    }
    String rest = until('#', uri.substring(SCHEME.length()));
    String path = until('?', withoutAuthority(rest));
    int query = rest.indexOf('?');
    if (query < 0) {
      throw new InvalidInvitationException(
          Reason.OTHER_ACTION, "The XMPP link has an address only, and no invitation");
    }
    String[] parts = rest.substring(query + 1).split(";", -1);
    return new InvitationUri(jid(decoded(path)), decoded(parts[0]), parameters(parts));
  }

  /** The account that should use the link, which the user decides instead. */
  private static String withoutAuthority(String rest) {
    if (!rest.startsWith("//")) {
      return rest;
    }
    int slash = rest.indexOf('/', 2);
    if (slash < 0) {
      throw malformed("it has no address");
    }
    return rest.substring(slash + 1);
  }

  private static String until(char end, String text) {
    int index = text.indexOf(end);
    return index < 0 ? text : text.substring(0, index);
  }

  private static Jid jid(String path) {
    try {
      return Jid.of(path).bare();
    } catch (InvalidJidException malformed) {
      throw malformed("its address is none");
    }
  }

  private static Map<String, String> parameters(String[] parts) {
    Map<String, String> parameters = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      String name = equals < 0 ? parts[i] : parts[i].substring(0, equals);
      String value = equals < 0 ? "" : parts[i].substring(equals + 1);
      parameters.putIfAbsent(decoded(name), decoded(value));
    }
    return parameters;
  }

  /** The text of a part of the link, whose other characters are percent-encoded UTF-8. */
  private static String decoded(String part) {
    if (part.indexOf('%') < 0) {
      return part;
    }
    byte[] encoded = part.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] == '%') {
        bytes.put((byte) (digit(encoded, i + 1) * HEX + digit(encoded, i + 2)));
        i += 2;
      } else {
        bytes.put(encoded[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException notUtf8) {
      throw malformed("it is not encoded as UTF-8");
    }
  }

  private static int digit(byte[] encoded, int index) {
    int digit = index < encoded.length ? Character.digit((char) encoded[index], HEX) : -1;
    if (digit < 0) {
      throw malformed("a percent sign is not followed by two hexadecimal digits");
    }
    return digit;
  }

  static InvalidInvitationException malformed(String why) {
    return new InvalidInvitationException(Reason.MALFORMED, "The XMPP link is malformed: " + why);
  }

  /** A parameter, or null if it is absent or empty. */
  @Nullable String parameter(String name) {
    String value = parameters.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** Writes a link; parameters that are null are left out. */
  static String write(Jid jid, String action, Map<String, @Nullable String> parameters) {
    StringBuilder uri = new StringBuilder(SCHEME);
    String local = jid.local();
    if (local != null) {
      encode(local, uri).append('@');
    }
    encode(jid.domain(), uri).append('?').append(action);
    parameters.forEach(
        (name, value) -> {
          if (value != null) {
            encode(value, uri.append(';').append(name).append('='));
          }
        });
    return uri.toString();
  }

  private static StringBuilder encode(String text, StringBuilder uri) {
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
        uri.append(c);
      } else {
        uri.append('%').append("%02X".formatted((int) c));
      }
    }
    return uri;
  }
}
