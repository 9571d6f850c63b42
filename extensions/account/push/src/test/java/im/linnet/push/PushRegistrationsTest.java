package im.linnet.push;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import org.junit.jupiter.api.Test;

/** What is made again on a new stream. */
class PushRegistrationsTest {

  private static final Jid SERVICE = Jid.of("push.example.com");

  private final Registrations registrations = new Registrations();

  private static final BoundStream OLD = stream();
  private static final BoundStream NEW = stream();

  private static BoundStream stream() {
    return BoundStream.builder(
            Jid.of("juliet@localhost/balcony"), Endpoint.startTls("localhost", 5222))
        .build();
  }

  private static Element request(String node) {
    return Element.builder("enable", Push.NAMESPACE).attribute("node", node).build();
  }

  @Test
  void the_last_request_for_a_node_counts_and_the_oldest_node_is_forgotten() {
    Element first = request("n0");
    Element second = request("n0");
    registrations.add(SERVICE, "n0", first, OLD);
    registrations.add(SERVICE, "n0", second, OLD);
    registrations.remove(SERVICE, "n0", first);
    assertThat(registrations.to(NEW)).containsExactly(second);
    for (int i = 1; i <= Registrations.MOST; i++) {
      registrations.add(SERVICE, "n" + i, request("n" + i), OLD);
    }
    assertThat(registrations.to(NEW)).hasSize(Registrations.MOST).doesNotContain(second);
  }

  @Test
  void all_of_a_service_are_removed_together() {
    Element other = request("n1");
    registrations.add(SERVICE, "n1", request("n1"), OLD);
    registrations.add(SERVICE, null, request(""), OLD);
    registrations.add(Jid.of("other.example.com"), "n1", other, OLD);
    registrations.removeAll(SERVICE);
    assertThat(registrations.to(NEW)).containsExactly(other);
  }

  /** A program may know of a stream before the extension does. */
  @Test
  void what_was_made_on_a_stream_is_not_made_again_on_it() {
    Element before = request("n1");
    Element now = request("n2");
    registrations.add(SERVICE, "n1", before, OLD);
    registrations.add(SERVICE, "n2", now, NEW);
    assertThat(registrations.to(NEW)).containsExactly(before);
    assertThat(registrations.to(OLD)).containsExactly(now);
  }
}
