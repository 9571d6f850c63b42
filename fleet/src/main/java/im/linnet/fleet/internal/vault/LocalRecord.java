package im.linnet.fleet.internal.vault;

import im.linnet.fleet.internal.wire.StreamRecord;
import java.util.concurrent.CompletableFuture;

/**
 * A record of a session of this node, for its replicator.
 *
 * @param entry the record
 * @param kept is completed when the next node has it
 */
public record LocalRecord(StreamRecord entry, CompletableFuture<Void> kept) {}
