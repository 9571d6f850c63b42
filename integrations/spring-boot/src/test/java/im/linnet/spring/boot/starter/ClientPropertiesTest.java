package im.linnet.spring.boot.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.linnet.spring.boot.starter.ClientProperties.Reconnect;
import im.linnet.spring.boot.starter.ClientProperties.Start;
import im.linnet.spring.boot.starter.ClientProperties.TransportChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ClientPropertiesTest {

  private static ClientProperties bound(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("linnet", ClientProperties.class);
  }

  @Test
  void what_is_not_set_has_a_default() {
    ClientProperties properties = bound(Map.of());

    assertThat(properties.account()).isNull();
    assertThat(properties.password()).isNull();
    assertThat(properties.endpoints()).isEmpty();
    assertThat(properties.transport()).isEqualTo(TransportChoice.AUTO);
    assertThat(properties.ssl().bundle()).isNull();
    assertThat(properties.start()).isEqualTo(Start.BACKGROUND);
    assertThat(properties.startLimit()).isEqualTo(Duration.ofSeconds(30));
    assertThat(properties.reconnect()).isEqualTo(Reconnect.STANDARD);
    assertThat(properties.suspendFile()).isNull();
  }

  @Test
  void all_can_be_set_and_the_password_does_not_show() {
    ClientProperties properties =
        bound(
            Map.of(
                "linnet.account", "juliet@example.com",
                "linnet.password", "secret",
                "linnet.endpoints", "a:1,tls://b:2",
                "linnet.transport", "tcp",
                "linnet.ssl.bundle", "server",
                "linnet.start", "manual",
                "linnet.start-limit", "5s",
                "linnet.reconnect", "never",
                "linnet.suspend-file", "/var/lib/bot/stream"));

    assertThat(properties.password()).isEqualTo("secret");
    assertThat(properties.endpoints()).containsExactly("a:1", "tls://b:2");
    assertThat(properties.suspendFile()).isEqualTo(Path.of("/var/lib/bot/stream"));
    assertThat(properties)
        .hasToString(
            "ClientProperties[account=juliet@example.com, endpoints=[a:1, tls://b:2],"
                + " transport=TCP, ssl=Ssl[bundle=server], start=MANUAL, startLimit=PT5S,"
                + " reconnect=NEVER, suspendFile=/var/lib/bot/stream]");
  }

  /** What the annotation processor has written for editors. */
  @Test
  void editors_know_each_property_and_what_it_is_for() throws IOException {
    Map<String, String> known = new TreeMap<>();
    for (JsonNode property : Metadata.properties()) {
      assertThat(property.path("description").asText())
          .as("%s", property)
          .endsWith(".")
          .doesNotContain("{@", "<");
      known.put(
          property.get("name").asText(),
          property.get("type").asText() + " " + property.path("defaultValue").asText());
    }
    String own = ClientProperties.class.getName();
    assertThat(known)
        .containsOnly(
            Map.entry("linnet.account", "java.lang.String "),
            Map.entry("linnet.clients", "java.util.Map<java.lang.String," + own + "> "),
            Map.entry("linnet.endpoints", "java.util.List<java.lang.String> "),
            Map.entry("linnet.password", "java.lang.String "),
            Map.entry("linnet.reconnect", own + "$Reconnect standard"),
            Map.entry("linnet.ssl.bundle", "java.lang.String "),
            Map.entry("linnet.start", own + "$Start background"),
            Map.entry("linnet.start-limit", "java.time.Duration 30s"),
            Map.entry("linnet.suspend-file", "java.nio.file.Path "),
            Map.entry("linnet.transport", own + "$TransportChoice auto"),
            Map.entry("management.health.xmpp.enabled", "java.lang.Boolean true"));
  }
}
