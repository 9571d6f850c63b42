package im.linnet.xml;

import com.ctc.wstx.api.WriterConfig;
import com.ctc.wstx.io.UTF8Writer;
import com.ctc.wstx.sw.BufferingXmlWriter;
import com.ctc.wstx.sw.SimpleNsStreamWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * Woodstox, set up to write what an {@link Element} holds.
 *
 * <p>It is named and put together here, not looked up: which StAX a class path offers must not
 * change what goes over the wire. {@code WstxOutputFactory}, which would do the same, is passed
 * over as javac warns of the OSGi annotations on it, and warnings fail our build.
 */
final class XmlOutput {

  private static final String ENCODING = "UTF-8";
  private static final int UTF_16_UNIT = 16;

  private XmlOutput() {}

  /** A writer of UTF-8 that never closes the output stream. */
  static XMLStreamWriter to(OutputStream out) {
    WriterConfig config = config();
    return writer(new UTF8Writer(config, out, false), out, config);
  }

  /** The XML text of an element, with all declarations that it needs, for {@link Element#toXml}. */
  static String text(Element element) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter out = writer(text, null, config());
      new ElementWriter(out, false).write(element, "");
      out.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("toXml: an element that exists could not be written", e);
    }
    return text.toString();
  }

  private static XMLStreamWriter writer(
      Writer out, @Nullable OutputStream bytes, WriterConfig config) {
    try {
      return new SimpleNsStreamWriter(
          new BufferingXmlWriter(out, config, ENCODING, false, bytes, UTF_16_UNIT),
          ENCODING,
          config);
    } catch (IOException e) {
      // Declared, but nothing is written yet.
      throw new UncheckedIOException(e);
    }
  }

  private static WriterConfig config() {
    WriterConfig config = WriterConfig.createFullDefaults();
    config.enableAutomaticEmptyElements(true);
    config.doAddSpaceAfterEmptyElem(false);
    // Else a stream that is left half-way would be ended as if it were whole.
    config.enableAutomaticEndElements(false);
    config.doEscapeCr(true);
    // An element that exists is well-formed: it was checked when it was built.
    config.doValidateStructure(false);
    config.doValidateContent(false);
    config.doValidateAttributes(false);
    config.doValidateNames(false);
    return config;
  }
}
