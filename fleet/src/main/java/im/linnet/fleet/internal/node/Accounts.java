package im.linnet.fleet.internal.node;

import im.linnet.fleet.internal.wire.FleetMessage;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.jspecify.annotations.Nullable;

/** To which shard a message belongs: the same on all nodes. */
record Accounts(int shards) implements ShardRegion.MessageExtractor {

  @Override
  public @Nullable String entityId(Object message) {
    if (message instanceof FleetMessage.ToAccount named) {
      return named.account();
    }
    return message instanceof FleetMessage.SignIn wish ? wish.domain() : null;
  }

  @Override
  public Object entityMessage(Object message) {
    return message;
  }

  @Override
  public @Nullable String shardId(Object message) {
    if (message instanceof ShardRegion.StartEntity start) {
      return shard(start.entityId());
    }
    String id = entityId(message);
    return id == null ? null : shard(id);
  }

  private String shard(String id) {
    return Integer.toString(Math.floorMod(id.hashCode(), shards));
  }
}
