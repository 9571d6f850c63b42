package im.linnet.archive;

import im.linnet.XmppClient;
import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import im.linnet.routing.Claim;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The claims to results. Those of an archive that was asked are also claimed by its address,
 * because a claim to all messages of the room would otherwise take them. They stay claimed after
 * the answer, for results that come late; of the last {@value #MAX} archives.
 */
final class ArchiveClaims {

  static final int MAX = 256;

  private static final Claim RESULTS =
      Claim.payload("result", MessageArchive.NAMESPACE).of(Message.class);

  private final XmppClient client;
  private final Consumer<Stanza> taker;
  private final Map<Jid, Subscription> byArchive = new LinkedHashMap<>(16, 0.75f, true);

  ArchiveClaims(XmppClient client, Consumer<Stanza> taker) {
    this.client = client;
    this.taker = taker;
    client.claim(RESULTS, taker);
  }

  /** Claims the results of an archive. */
  synchronized void claim(Jid archive) {
    byArchive.computeIfAbsent(archive, from -> client.claim(RESULTS.sentBy(from), taker));
    if (byArchive.size() > MAX) {
      Iterator<Subscription> oldest = byArchive.values().iterator();
      oldest.next().close();
      oldest.remove();
    }
  }
}
