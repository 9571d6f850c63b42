package im.linnet.benchmarks.parser;

import javax.xml.stream.XMLStreamReader;

/** Reads each name, attribute and text of StAX events once, and keeps nothing. */
final class EventSum {

  private long total;

  long total() {
    return total;
  }

  void event(int event, XMLStreamReader reader) {
    if (event == XMLStreamReader.START_ELEMENT) {
      total += reader.getLocalName().length();
      for (int i = 0; i < reader.getAttributeCount(); i++) {
        total += reader.getAttributeLocalName(i).length() + reader.getAttributeValue(i).length();
      }
    } else if (event == XMLStreamReader.CHARACTERS) {
      total += reader.getText().length();
    }
  }
}
