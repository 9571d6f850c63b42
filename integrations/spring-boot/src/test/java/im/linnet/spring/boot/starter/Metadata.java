package im.linnet.spring.boot.starter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** What the annotation processor has written for editors. */
final class Metadata {

  private Metadata() {}

  /** Several artifacts have such a file: the one beside the classes counts. */
  static JsonNode properties() throws IOException {
    String classes =
        ClientProperties.class.getProtectionDomain().getCodeSource().getLocation().toString();
    try (InputStream in =
        URI.create(classes + "META-INF/spring-configuration-metadata.json").toURL().openStream()) {
      return new ObjectMapper().readTree(in).get("properties");
    }
  }
}
