package im.linnet.sasl;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.sasl.ScramRules.Binding;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;

/**
 * The header of a client's first message, which says whether the sign-in is bound to the connection
 * (RFC 5801, section 4 and RFC 5802, section 7), with the data of the binding.
 *
 * @param text the header, without authorization identity, such as {@code p=tls-exporter,,}
 * @param data the channel binding data; no bytes without binding
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and read in one place
record Gs2Header(String text, byte[] data) {

  /** The client can't bind, or must not. */
  static final Gs2Header UNSUPPORTED = new Gs2Header("n,,", new byte[0]);

  /** The client could bind, and believes that the server can't; a server that can refuses this. */
  private static final Gs2Header UNOFFERED = new Gs2Header("y,,", new byte[0]);

  private static final String PLUS = "-PLUS";
  private static final String SASL2 = "urn:xmpp:sasl:2";

  /**
   * The header of a mechanism with channel binding, with the strongest type that both sides have.
   */
  static Gs2Header bound(SaslChannel channel) {
    String type = ChannelBindingTypes.common(channel);
    byte[] data = type == null ? null : channel.channelBinding(type);
    if (data == null) {
      throw new AuthenticationException(
          Reason.CREDENTIALS,
          null,
          "This connection has no channel binding of a type that the server lists",
          null);
    }
    return new Gs2Header("p=" + type + ",,", data);
  }

  /**
   * The header of a mechanism without channel binding, by the rules of XEP-0440, section 3. The
   * client says that it can't bind ({@code n}) to a server that offers mechanisms with channel
   * binding, but lists no type, or none that the connection has. The 6th rule would end the sign-in
   * then; but few servers list a type that a client without an exporter has.
   *
   * @throws AuthenticationException if what the server offers contradicts itself, so that parts of
   *     it may have been removed
   */
  static Gs2Header unbound(SaslChannel channel, ScramRules rules) {
    if (rules.binding() == Binding.UNUSED || channel.tls() == null) {
      return UNSUPPORTED;
    }
    Set<String> types = ChannelBindingTypes.listed(channel.features());
    boolean plus = channel.offered().stream().anyMatch(name -> name.endsWith(PLUS));
    boolean contradictory = plus ? types == null : types != null;
    if (contradictory && channel.profile().equals(SASL2)) {
      throw stripped(plus);
    }
    return plus || isCarried(channel) || !ChannelBindingTypes.isAnyAvailable(channel)
        ? UNSUPPORTED
        : UNOFFERED;
  }

  /**
   * Whether a transport such as WebSocket carries the stream. A server may know the binding of its
   * other connections alone: ejabberd 24.12 offers none there and refuses a client that could bind.
   */
  private static boolean isCarried(SaslChannel channel) {
    return channel.endpoint().uri() != null;
  }

  private static AuthenticationException stripped(boolean plus) {
    return new AuthenticationException(
        Reason.DOWNGRADED,
        null,
        (plus
                ? "The server offers mechanisms with channel binding, but lists no type of binding"
                : "The server lists types of channel binding, but offers no mechanism with it")
            + ", which XEP-0440 forbids: someone may have removed the rest to weaken the sign-in. If"
            + " it is a fault of the server, see PasswordSasl.withoutChannelBinding",
        null);
  }

  /** The attribute {@code c} of the client's final message: header and data. */
  String channelBinding() {
    byte[] header = text.getBytes(StandardCharsets.US_ASCII);
    byte[] input = new byte[header.length + data.length];
    System.arraycopy(header, 0, input, 0, header.length);
    System.arraycopy(data, 0, input, header.length, data.length);
    return "c=" + Base64.getEncoder().encodeToString(input);
  }
}
