package im.linnet.websocket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a host-meta in JSON (RFC 6415, appendix A). */
final class JrdReader {

  private static final int MAX_DEPTH = 32;
  private static final int MAX_STRING = 4096;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNameLength(MAX_STRING)
                  .maxDocumentLength(HostMetaQuery.MAX_BYTES)
                  .build())
          .build();

  private JrdReader() {}

  /**
   * Reads a document.
   *
   * @throws IOException if it is malformed or beyond the limits
   */
  static HostMeta read(byte[] document) throws IOException {
    Links links = new Links();
    try (JsonParser json = JSON.createParser(document)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(json, "not an object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isLinks = json.currentName().equals("links");
        if (json.nextToken() == JsonToken.START_ARRAY && isLinks) {
          links(json, links);
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        throw new JsonParseException(json, "more than one value");
      }
    }
    return links.toHostMeta();
  }

  private static void links(JsonParser json, Links links) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        link(json, links);
      } else {
        json.skipChildren();
      }
    }
  }

  private static void link(JsonParser json, Links links) throws IOException {
    String rel = null;
    String href = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      String value = string(json);
      rel = name.equals("rel") ? value : rel;
      href = name.equals("href") ? value : href;
    }
    links.add(rel, href);
  }

  private static @Nullable String string(JsonParser json) throws IOException {
    if (json.nextToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return null;
  }
}
