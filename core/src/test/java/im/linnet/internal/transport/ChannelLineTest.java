package im.linnet.internal.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.stream.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A channel as a line: on demand, in order, and with one end. */
@Timeout(120)
class ChannelLineTest {

  private final List<String> events = new ArrayList<>();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ChannelLine line = new ChannelLine(channel, null, new Recorder());

  ChannelLineTest() {
    channel.pipeline().addLast(line);
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private final class Recorder implements Transport.Receiver {
    @Override
    public void received(ByteBuffer bytes) {
      events.add(UTF_8.decode(bytes).toString());
    }

    @Override
    public void closed(@Nullable Throwable why) {
      events.add(why == null ? "closed" : "closed: " + why.getMessage());
    }
  }

  /** What one read of the channel yields. */
  private void arrive(String... pieces) {
    for (String piece : pieces) {
      channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(piece, UTF_8));
    }
    channel.pipeline().fireChannelReadComplete();
  }

  @Test
  void nothing_is_read_without_a_request() {
    assertThat(channel.config().isAutoRead()).isFalse();
    arrive("a");
    assertThat(events).isEmpty();
    line.read();
    assertThat(events).containsExactly("a");
  }

  @Test
  void what_one_read_yields_is_one_piece() {
    line.read();
    arrive("a", "b", "", "c");
    arrive("d");
    assertThat(events).containsExactly("abc");
    line.read();
    assertThat(events).containsExactly("abc", "d");
  }

  @Test
  void the_end_comes_after_what_arrived_before() {
    arrive("a");
    channel.close();
    assertThat(events).isEmpty();
    line.read();
    assertThat(events).containsExactly("a", "closed");
  }

  @Test
  void the_end_is_reported_without_a_request() {
    channel.close();
    assertThat(events).containsExactly("closed");
  }

  @Test
  void a_failure_is_reported_once() {
    channel.pipeline().fireExceptionCaught(new IOException("reset"));
    channel.runPendingTasks();
    assertThat(events).containsExactly("closed: reset");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void nothing_is_reported_after_close() {
    ByteBuf unread = Unpooled.copiedBuffer("a", UTF_8);
    channel.pipeline().fireChannelRead(unread);
    line.close();
    line.close();
    channel.runPendingTasks();
    line.read();
    assertThat(events).isEmpty();
    assertThat(unread.refCnt()).isZero();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void a_write_is_done_when_it_is_written() {
    CompletionStage<Void> written = line.write(ByteBuffer.wrap("a".getBytes(UTF_8)));
    assertThat(written.toCompletableFuture()).isCompleted();
    ByteBuf sent = channel.readOutbound();
    assertThat(sent.toString(UTF_8)).isEqualTo("a");
    sent.release();
  }

  @Test
  void a_write_after_the_end_fails() {
    channel.close();
    CompletableFuture<Void> written =
        line.write(ByteBuffer.wrap("a".getBytes(UTF_8))).toCompletableFuture();
    assertThat(written).isCompletedExceptionally();
    assertThat(written.handle((done, failure) -> failure).join())
        .isInstanceOf(ClosedChannelException.class);
  }
}
