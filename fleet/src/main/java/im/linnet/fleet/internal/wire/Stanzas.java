package im.linnet.fleet.internal.wire;

import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import im.linnet.xml.StreamParseException;
import im.linnet.xml.StreamWriter;
import im.linnet.xml.WholeStream;
import im.linnet.xml.XmlLimits;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Stanzas as XML bytes. */
final class Stanzas {

  /** Whatever this program could make an element of; only a whole message is limited. */
  private static final XmlLimits LIMITS =
      new XmlLimits(
          WireCodec.LARGEST,
          Element.MAX_DEPTH,
          WireCodec.LARGEST,
          WireCodec.LARGEST,
          WireCodec.LARGEST,
          WireCodec.LARGEST);

  private Stanzas() {}

  static byte[] toBytes(List<Element> stanzas) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    StreamWriter writer = new StreamWriter(bytes, Stanza.NAMESPACE);
    writer.open("fleet", null, null);
    stanzas.forEach(writer::write);
    writer.close();
    return bytes.toByteArray();
  }

  static List<Element> of(byte[] bytes) {
    WholeStream read;
    try {
      read = WholeStream.of(bytes, LIMITS);
    } catch (StreamParseException malformed) {
      throw new IllegalArgumentException("The stanzas can't be read", malformed);
    }
    if (!read.closed()) {
      throw new IllegalArgumentException("The stanzas are cut off");
    }
    return read.elements();
  }
}
