package im.linnet.testkit.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loopback ports for servers that are started a moment later, or again.
 *
 * <p>They are not those that the system gives to outgoing connections and to whoever asks for any
 * port, as one of these may take them meanwhile. Each process has some of its own, and gives none
 * out twice as long as it has others.
 */
public final class FreePorts {

  /** Below this are well-known services. */
  private static final int FIRST = 10_000;

  /** Linux gives out those from 32,768 on, other systems those from 49,152 on. */
  private static final int BEYOND = 32_000;

  private static final int OF_A_PROCESS = 200;

  /** How many this process has tried. Ports belong to a machine, so it is one for all. */
  private static final AtomicInteger TRIED = new AtomicInteger();

  private FreePorts() {}

  /**
   * Finds ports.
   *
   * @param count how many
   * @return as many different ports
   * @throws IllegalStateException if this process has not as many free ports
   */
  public static List<Integer> find(int count) {
    List<Integer> found = new ArrayList<>();
    for (int tries = 0; found.size() < count; tries++) {
      if (tries == OF_A_PROCESS) {
        throw new IllegalStateException("no %d free ports on loopback".formatted(count));
      }
      int port = next();
      if (isFree(port)) {
        found.add(port);
      }
    }
    return List.copyOf(found);
  }

  private static int next() {
    long processes = (BEYOND - FIRST) / OF_A_PROCESS;
    int own = FIRST + (int) (ProcessHandle.current().pid() % processes) * OF_A_PROCESS;
    return own + TRIED.getAndIncrement() % OF_A_PROCESS;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
