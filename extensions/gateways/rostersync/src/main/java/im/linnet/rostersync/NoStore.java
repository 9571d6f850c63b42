package im.linnet.rostersync;

import im.linnet.jid.Jid;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stores nothing: the decisions in memory are all there are. */
final class NoStore implements ConsentStore {

  @Override
  public CompletionStage<Decision> read(Jid gateway) {
    return CompletableFuture.completedFuture(Decision.LATER);
  }

  @Override
  public CompletionStage<Void> write(Jid gateway, Decision decision) {
    return CompletableFuture.completedFuture(null);
  }
}
