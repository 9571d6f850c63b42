package im.linnet.fleet.internal.wire;

import java.util.function.LongConsumer;
import org.apache.pekko.serialization.JSerializer;
import org.jspecify.annotations.Nullable;

/** Gives the cluster's transport the form of messages. */
public final class FleetSerializer extends JSerializer {

  /** Unique among the serializers of a cluster; 0 to 40 are the engine's. */
  private static final int ID = 1_818_848_868;

  private final LongConsumer written;

  /**
   * Creates it.
   *
   * @param written gets the size in bytes of each message that is written; on any thread
   */
  public FleetSerializer(LongConsumer written) {
    this.written = written;
  }

  @Override
  public int identifier() {
    return ID;
  }

  @Override
  public boolean includeManifest() {
    return false;
  }

  @Override
  public byte[] toBinary(Object message) {
    byte[] bytes = WireCodec.write((FleetMessage) message);
    written.accept(bytes.length);
    return bytes;
  }

  @Override
  public Object fromBinaryJava(byte[] bytes, @Nullable Class<?> manifest) {
    return WireCodec.read(bytes);
  }
}
