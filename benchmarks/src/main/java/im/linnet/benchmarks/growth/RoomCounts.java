package im.linnet.benchmarks.growth;

import im.linnet.benchmarks.memory.MemoryClient;
import im.linnet.benchmarks.memory.MemoryRoom;
import im.linnet.im.Im;
import im.linnet.rooms.Room;
import im.linnet.rooms.Rooms;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rooms that a client has joined. In a round each sends it a line. */
final class RoomCounts {

  private static final List<Integer> SIZES = List.of(1, 5, 50, 500);
  private static final int LINES_OF_A_RUN = 20_000;
  private static final long LIMIT_SECONDS = 30;
  private static final String LINE =
      "<message type='groupchat' from='%s/romeo'><body>Good morrow</body></message>";

  private RoomCounts() {}

  static List<Series> all() {
    return List.of(new Series("a line of each, rooms", SIZES, RoomCounts::rooms));
  }

  private static Series.Load rooms(int size) throws Exception {
    List<MemoryRoom> rooms =
        IntStream.range(0, size).mapToObj(i -> new MemoryRoom("room%03d".formatted(i))).toList();
    MemoryClient client = MemoryClient.open(builder -> builder.with(Im.standard()));
    for (MemoryRoom room : rooms) {
      CompletableFuture<Room> joining =
          client.client().get(Rooms.class).join(room.address(), MemoryRoom.NICK);
      room.letIn(client.line());
      client.line().say(room.self());
      joining.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
    String lines =
        rooms.stream().map(room -> LINE.formatted(room.address())).collect(Collectors.joining());
    return new Receiving(client, lines, LINES_OF_A_RUN / size);
  }
}
