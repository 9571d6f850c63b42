package im.linnet.oauth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** A strict parser for JSON objects: no duplicate key, nothing after the object. */
final class Json {

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Parses an object.
   *
   * @throws IllegalArgumentException if the bytes are not an object; the message does not quote
   *     them
   */
  static ObjectNode read(byte[] bytes) {
    try {
      if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      // Reported below, without the cause, as that quotes the input. Jackson has several, such as
      // one for UTF-32 that breaks off.
    }
    throw new IllegalArgumentException("not a JSON object");
  }

  static byte[] write(ObjectNode object) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of texts can always be written", e);
    }
  }

  /** The parameters of an object, texts or numbers, as services used both. */
  static TokenResponse.Parameters parameters(ObjectNode object) {
    return name -> {
      JsonNode value = object.get(name);
      return value != null && (value.isTextual() || value.isNumber()) ? value.asText() : null;
    };
  }
}
