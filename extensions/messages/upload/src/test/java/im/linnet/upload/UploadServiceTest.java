package im.linnet.upload;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.disco.Disco;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is known of the service lasts as long as the stream. */
@Timeout(120)
class UploadServiceTest {

  private static final String INFO = "http://jabber.org/protocol/disco#info";

  /** Sees each stream after the extensions that were added before. */
  private record Streams(BlockingQueue<BoundStream> bound) implements Extension {
    @Override
    public void bound(BoundStream stream) {
      bound.add(stream);
    }
  }

  private static Script answering(Script script, int max) {
    return ScriptedClient.login(script, "")
        .expect("<iq type='get' id='{i}' to='localhost'><query xmlns='%s'/></iq>".formatted(INFO))
        .send(
            ("<iq type='result' id='{i}' from='localhost'><query xmlns='%s'>"
                    + "<feature var='urn:xmpp:http:upload:0'/>"
                    + "<x xmlns='jabber:x:data' type='result'>"
                    + "<field var='FORM_TYPE' type='hidden'>"
                    + "<value>urn:xmpp:http:upload:0</value></field>"
                    + "<field var='max-file-size'><value>%d</value></field></x></query></iq>")
                .formatted(INFO, max));
  }

  @Test
  void the_service_is_asked_again_on_a_new_stream() throws Exception {
    BlockingQueue<BoundStream> streams = new LinkedBlockingQueue<>();
    CompletableFuture<Void> lost = new CompletableFuture<>();
    try (ScriptedPeer peer = ScriptedPeer.listen();
        XmppClient client =
            ScriptedClient.of(peer)
                .with(Disco::new)
                .with(Uploads::new)
                .with(it -> new Streams(streams))
                .build()) {
      peer.script(s -> answering(s, 1).awaitCue("lose").reset());
      peer.script(s -> answering(s, 2).expectClose().close());
      client.onState(
          state -> {
            if (state instanceof ConnectionState.Disconnected) {
              lost.complete(null);
            }
          });
      Uploads uploads = client.get(Uploads.class);
      assertThat(serviceOf(client, streams, uploads)).isEqualTo(1);
      assertThat(uploads.service().get(20, TimeUnit.SECONDS).maxFileSize()).isEqualTo(1);
      peer.cue("lose");
      lost.get(20, TimeUnit.SECONDS);
      assertThat(serviceOf(client, streams, uploads)).isEqualTo(2);
      client.shutdown().get(20, TimeUnit.SECONDS);
      peer.await();
    }
  }

  private static @Nullable Long serviceOf(
      XmppClient client, BlockingQueue<BoundStream> streams, Uploads uploads) throws Exception {
    client.connect().get(20, TimeUnit.SECONDS);
    assertThat(streams.poll(20, TimeUnit.SECONDS)).isNotNull();
    return uploads.service().get(20, TimeUnit.SECONDS).maxFileSize();
  }
}
