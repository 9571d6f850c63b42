package im.linnet.websocket;

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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Creates Woodstox readers for documents from strangers: without document types and entities, and
 * with tight limits. It does not use {@code XMLInputFactory}, whose look-up could return another
 * library's reader. Woodstox's own factory class has an annotation that is in none of our
 * dependencies, which causes a compiler warning.
 */
final class XrdInput implements ReaderCreator {

  private static final int MAX_DEPTH = 32;
  private static final int MAX_ATTRIBUTES = 64;
  private static final int MAX_VALUE = 4096;

  private XrdInput() {}

  static XMLStreamReader open(byte[] document) throws XMLStreamException, IOException {
    ReaderConfig config = ReaderConfig.createFullDefaults().createNonShared(new SymbolTable());
    config.doSupportNamespaces(true);
    config.doSupportDTDs(false);
    config.doSupportExternalEntities(false);
    config.doReplaceEntityRefs(false);
    config.doParseLazily(false);
    config.setMaxElementDepth(MAX_DEPTH);
    config.setMaxAttributesPerElement(MAX_ATTRIBUTES);
    config.setMaxAttributeSize(MAX_VALUE);
    config.setMaxCharacters(document.length);
    SystemId nowhere = SystemId.construct("host-meta");
    StreamBootstrapper start =
        StreamBootstrapper.getInstance(null, nowhere, new ByteArrayInputStream(document));
    BranchingReaderSource input =
        InputSourceFactory.constructDocumentSource(
            config,
            start,
            null,
            nowhere,
            start.bootstrapInput(config, true, XmlConsts.XML_V_UNKNOWN),
            false);
    return TypedStreamReader.createStreamReader(input, new XrdInput(), config, start, false);
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
    // A document type ends the reading.
  }
}
