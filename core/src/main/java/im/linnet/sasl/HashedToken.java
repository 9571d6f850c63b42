package im.linnet.sasl;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A mechanism of the Hashed Token family (draft-schmaus-kitten-sasl-ht-08): signs in with a token
 * that the server has given out earlier, such as that of FAST (XEP-0484). One message proves that
 * the client has the token, the answer proves the same for the server. Used only on {@linkplain
 * SaslChannel#secure secure} connections, as anyone who sees the message of a mechanism without
 * channel binding can send it again.
 *
 * <p>Immutable. {@code toString} shows the name of the mechanism alone.
 */
public final class HashedToken implements SaslMechanism {

  /** A mechanism's hash, strongest first. */
  private enum Hash {
    SHA_512("SHA-512", "HmacSHA512"),
    SHA_256("SHA-256", "HmacSHA256");

    private final String text;
    private final String hmac;

    Hash(String text, String hmac) {
      this.text = text;
      this.hmac = hmac;
    }
  }

  /**
   * A mechanism's channel binding, strongest first. {@code tls-unique} is missing: TLS 1.3 has
   * none.
   */
  private enum Binding {
    EXPR(ChannelBindingTypes.EXPORTER),
    ENDP(ChannelBindingTypes.SERVER_END_POINT),
    NONE("");

    private final String type;

    Binding(String type) {
      this.type = type;
    }

    boolean isAvailable(SaslChannel channel) {
      return this == NONE || channel.channelBinding(type) != null;
    }

    byte[] data(SaslChannel channel) {
      byte[] data = this == NONE ? new byte[0] : channel.channelBinding(type);
      if (data == null) {
        throw failure(Reason.CREDENTIALS, "This connection has no channel binding " + type);
      }
      return data;
    }
  }

  private final Hash hash;
  private final Binding binding;
  private final String user;
  private final String token;

  private HashedToken(Hash hash, Binding binding, String user, String token) {
    this.hash = hash;
    this.binding = binding;
    this.user = user;
    this.token = token;
  }

  /**
   * Creates the mechanism for a token.
   *
   * @param mechanism its name, such as {@code HT-SHA-256-EXPR}; a token is valid for one mechanism
   * @param token the token, exactly as the server gave it
   * @param user the user name, such as the local part of the account
   * @return the mechanism
   * @throws IllegalArgumentException if the name is not one of {@link #usable}, the token or the
   *     user name is empty, or the user name contains U+0000
   */
  public static HashedToken of(String mechanism, String token, String user) {
    if (token.isEmpty() || user.isEmpty() || user.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("token or user: empty, or a user with U+0000");
    }
    for (Hash hash : Hash.values()) {
      for (Binding binding : Binding.values()) {
        if (name(hash, binding).equals(mechanism)) {
          return new HashedToken(hash, binding, user, Objects.requireNonNull(token, "token"));
        }
      }
    }
    throw new IllegalArgumentException(
        "mechanism: " + mechanism + " (expected: one such as HT-SHA-256-EXPR)");
  }

  /**
   * Returns the mechanisms of this family that can be used on a connection: those with {@code
   * tls-exporter} (EXPR), then those with {@code tls-server-end-point} (ENDP), then those without
   * channel binding (NONE); for each, SHA-512 before SHA-256.
   *
   * @param channel the connection
   * @param offered the names that the server offers for tokens
   * @return the names, strongest first; none if the connection is not secure
   */
  public static List<String> usable(SaslChannel channel, Collection<String> offered) {
    List<String> usable = new ArrayList<>();
    for (Binding binding : Binding.values()) {
      for (Hash hash : Hash.values()) {
        String name = name(hash, binding);
        if (offered.contains(name) && channel.secure() && binding.isAvailable(channel)) {
          usable.add(name);
        }
      }
    }
    return usable;
  }

  private static String name(Hash hash, Binding binding) {
    return "HT-" + hash.text + "-" + binding;
  }

  @Override
  public String name() {
    return name(hash, binding);
  }

  @Override
  public boolean usableOn(SaslChannel channel) {
    return channel.secure() && binding.isAvailable(channel);
  }

  @Override
  public SaslExchange start(SaslChannel channel) {
    return new Exchange(binding.data(channel));
  }

  private byte[] proof(String who, byte[] binding) {
    try {
      Mac mac = Mac.getInstance(hash.hmac);
      mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), hash.hmac));
      mac.update(who.getBytes(StandardCharsets.US_ASCII));
      return mac.doFinal(binding);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK can't compute " + hash.hmac, e);
    }
  }

  private static AuthenticationException failure(Reason reason, String message) {
    return new AuthenticationException(reason, null, message, null);
  }

  /** {@return the name of the mechanism} */
  @Override
  public String toString() {
    return name();
  }

  /** One sign-in on the connection with this channel binding. */
  private final class Exchange implements SaslExchange {

    private final byte[] channelBinding;

    Exchange(byte[] channelBinding) {
      this.channelBinding = channelBinding;
    }

    /** {@code authcid NUL HMAC(token, "Initiator" || cb-data)}. */
    @Override
    public CompletionStage<Optional<byte[]>> initialResponse() {
      byte[] name = user.getBytes(StandardCharsets.UTF_8);
      byte[] proof = proof("Initiator", channelBinding);
      byte[] message = new byte[name.length + 1 + proof.length];
      System.arraycopy(name, 0, message, 0, name.length);
      System.arraycopy(proof, 0, message, name.length + 1, proof.length);
      return CompletableFuture.completedStage(Optional.of(message));
    }

    /** {@code HMAC(token, "Responder" || cb-data)}. */
    @Override
    public void succeeded(byte[] additional) {
      if (!MessageDigest.isEqual(additional, proof("Responder", channelBinding))) {
        throw failure(
            Reason.SERVER_UNPROVEN,
            "The server did not prove that it knows the token: its proof is "
                + (additional.length == 0 ? "missing" : "wrong")
                + "; it may be an impostor");
      }
    }
  }
}
