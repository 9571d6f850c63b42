package im.linnet.benchmarks.lists;

import im.linnet.benchmarks.client.CannedServer;
import im.linnet.benchmarks.client.CannedStream;
import java.io.IOException;

/** A minimal server, in its own JVM, that has a room, an archive and contacts for everybody. */
public final class ListsPeer {

  /** Its domain. */
  static final String DOMAIN = "capulet.example";

  /** The room. */
  static final String ROOM = "balcony@rooms." + DOMAIN;

  /** The only user. */
  static final String USER = "juliet@" + DOMAIN + "/balcony";

  private ListsPeer() {}

  /**
   * Listens; answers every order with the port.
   *
   * @param arguments none
   * @throws IOException if it can't
   */
  public static void main(String[] arguments) throws IOException {
    PreparedLists lists = new PreparedLists();
    CannedServer.run(socket -> new CannedStream(socket, new ListsService(lists)));
  }
}
