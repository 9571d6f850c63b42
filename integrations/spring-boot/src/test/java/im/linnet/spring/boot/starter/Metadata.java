package im.linnet.spring.boot.starter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;

/** What the annotation processor has written for editors. */
final class Metadata {

  private Metadata() {}

  /** Several artifacts have such a file: the one beside the classes counts. */
  static JsonNode properties() throws IOException {
    String classes =
        ClientProperties.class.getProtectionDomain().getCodeSource().getLocation().toString();
    return new ObjectMapper()
        .readTree(URI.create(classes + "META-INF/spring-configuration-metadata.json").toURL())
        .get("properties");
  }
}
