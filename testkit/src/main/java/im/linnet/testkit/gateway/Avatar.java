package im.linnet.testkit.gateway;

import im.linnet.testkit.xml.XmlText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A picture as the gateway announces and delivers it (XEP-0153). The announced hash, the media type
 * and the encoded bytes can contradict each other.
 */
public final class Avatar {
  private final String type;
  private final String encoded;
  private final byte[] bytes;
  private final String hash;

  private Avatar(String type, String encoded, byte[] bytes, String hash) {
    this.type = type;
    this.encoded = encoded;
    this.bytes = bytes;
    this.hash = hash;
  }

  /**
   * A picture with its true hash.
   *
   * @param type the media type in the vCard
   * @param bytes the picture
   * @return the avatar
   */
  public static Avatar of(String type, byte[] bytes) {
    byte[] copy = bytes.clone();
    return new Avatar(type, Base64.getEncoder().encodeToString(copy), copy, sha1(copy));
  }

  /**
   * A valid PNG of 96 by 96 pixels, as the network's display pictures were.
   *
   * @param seed determines the colour; other seeds give other pictures
   * @return the avatar
   */
  public static Avatar png(int seed) {
    return of("image/png", Png.square(96, seed * 0x9e3779 & 0xffffff));
  }

  /**
   * A valid PNG that is too large for a client with a limit.
   *
   * @param size its size in bytes, approximately
   * @return the avatar
   */
  public static Avatar large(int size) {
    return of("image/png", Png.padded(96, 0x808080, size));
  }

  /** {@return an SVG with a script, named image/png} */
  public static Avatar svgNamedPng() {
    return text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>");
  }

  /** {@return an HTML page with a script, named image/png} */
  public static Avatar htmlNamedPng() {
    return text("<!DOCTYPE html><html><body><script>alert(1)</script></body></html>");
  }

  private static Avatar text(String content) {
    return of("image/png", content.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns a copy with another announced hash.
   *
   * @param announced announced unchanged, for example 40 hexadecimal digits of something else
   * @return the changed copy
   */
  public Avatar withHash(String announced) {
    return new Avatar(type, encoded, bytes, announced);
  }

  /**
   * Returns a copy with another media type.
   *
   * @param other the type in the vCard
   * @return the changed copy
   */
  public Avatar withType(String other) {
    return new Avatar(other, encoded, bytes, hash);
  }

  /**
   * Returns a copy with another text in place of the base64.
   *
   * @param text the content of BINVAL
   * @return the changed copy
   */
  public Avatar withEncoded(String text) {
    return new Avatar(type, text, bytes, hash);
  }

  /** {@return the media type in the vCard} */
  public String type() {
    return type;
  }

  /** {@return a copy of the picture} */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** {@return the hash that is announced: the picture's SHA-1 in lower case, unless changed} */
  public String hash() {
    return hash;
  }

  /** {@return the {@code <PHOTO/>} of a vCard} */
  String photo() {
    return "<PHOTO><TYPE>"
        + XmlText.escape(type)
        + "</TYPE><BINVAL>"
        + XmlText.escape(encoded)
        + "</BINVAL></PHOTO>";
  }

  /** {@return the {@code <data/>} of jabber:iq:avatar (XEP-0008)} */
  String data() {
    return "<data mimetype='" + XmlText.escape(type) + "'>" + XmlText.escape(encoded) + "</data>";
  }

  static String sha1(byte[] data) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no SHA-1, which every Java has", e);
    }
  }

  /** {@return type, size and hash} */
  @Override
  public String toString() {
    return "Avatar[" + type + ", " + bytes.length + " bytes, " + hash + "]";
  }
}
