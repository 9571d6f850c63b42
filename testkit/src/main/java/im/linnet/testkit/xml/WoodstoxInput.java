package im.linnet.testkit.xml;

import com.ctc.wstx.api.ReaderConfig;
import com.ctc.wstx.cfg.XmlConsts;
import com.ctc.wstx.dtd.DTDId;
import com.ctc.wstx.dtd.DTDSubset;
import com.ctc.wstx.io.BranchingReaderSource;
import com.ctc.wstx.io.InputSourceFactory;
import com.ctc.wstx.io.StreamBootstrapper;
import com.ctc.wstx.io.SystemId;
import com.ctc.wstx.sr.ReaderCreator;
import com.ctc.wstx.sr.TypedStreamReader;
import com.ctc.wstx.util.SymbolTable;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Creates Woodstox readers for streams. It does not use {@code XMLInputFactory}, whose look-up
 * could return another library's reader. Woodstox's own factory class has an annotation that is in
 * none of our dependencies, which causes a compiler warning.
 */
final class WoodstoxInput implements ReaderCreator {

  /** Reads the XML declaration, if there is one. */
  static XMLStreamReader open(InputStream source) throws XMLStreamException, IOException {
    ReaderConfig config = ReaderConfig.createFullDefaults().createNonShared(new SymbolTable());
    config.doSupportNamespaces(true);
    config.doCoalesceText(true);
    config.doSupportDTDs(false);
    config.doParseLazily(false);
    SystemId nowhere = SystemId.construct("stream");
    StreamBootstrapper start = StreamBootstrapper.getInstance(null, nowhere, source);
    BranchingReaderSource input =
        InputSourceFactory.constructDocumentSource(
            config,
            start,
            null,
            nowhere,
            start.bootstrapInput(config, true, XmlConsts.XML_V_UNKNOWN),
            false);
    return TypedStreamReader.createStreamReader(input, new WoodstoxInput(), config, start, false);
  }

  @Override
  public @Nullable DTDSubset findCachedDTD(DTDId id) {
    return null;
  }

  @Override
  public void updateSymbolTable(SymbolTable names) {
    // Each reader has its own names.
  }

  @Override
  public void addCachedDTD(DTDId id, DTDSubset subset) {
    // There is no DTD in a stream.
  }
}
