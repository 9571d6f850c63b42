package im.linnet.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  @Test
  void gives_none_out_twice() {
    List<Integer> ports =
        IntStream.range(0, 20).mapToObj(i -> FreePorts.find(5)).flatMap(List::stream).toList();
    assertThat(ports).doesNotHaveDuplicates();
  }

  @Test
  void leaves_out_what_is_taken() throws Exception {
    int next = FreePorts.find(1).get(0) + 1;
    try (ServerSocket taken = new ServerSocket(next, 1, InetAddress.getLoopbackAddress())) {
      assertThat(FreePorts.find(100)).doesNotContain(taken.getLocalPort());
    }
  }

  /** Else any connection may take one before the server that it is for. */
  @Test
  void gives_none_that_the_system_gives_out() throws Exception {
    Path range = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    int first =
        Files.isReadable(range)
            ? Integer.parseInt(Files.readAllLines(range).get(0).strip().split("\\s+")[0])
            : 49_152;
    assertThat(FreePorts.find(20)).allSatisfy(port -> assertThat(port).isLessThan(first));
  }
}
