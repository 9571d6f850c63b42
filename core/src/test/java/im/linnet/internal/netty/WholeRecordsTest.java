package im.linnet.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.stanza.Stanza;
import im.linnet.stream.StreamOpening;
import im.linnet.stream.Transport.Framing;
import im.linnet.xml.Element;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Buffers that a TLS record can hold, and that end with a stanza. */
@Timeout(60)
class WholeRecordsTest {

  private final EmbeddedChannel channel = opened(Framing.STREAM);

  private static EmbeddedChannel opened(Framing framing) {
    EmbeddedChannel channel = new EmbeddedChannel(new StreamEncoder(framing));
    channel.writeOutbound(new StreamOpen(StreamOpening.to("localhost")));
    channel.<ByteBuf>readOutbound().release();
    return channel;
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private static Element stanza(int length) {
    return Element.builder("message", Stanza.NAMESPACE).text("x".repeat(length)).build();
  }

  private static List<String> written(EmbeddedChannel channel) {
    List<String> written = new ArrayList<>();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      written.add(next.toString(StandardCharsets.UTF_8));
      next.release();
    }
    return written;
  }

  @Test
  void what_is_flushed_together_is_one_buffer() {
    ChannelFuture first = channel.write(stanza(1));
    ChannelFuture second = channel.write(new Whitespace());
    ChannelFuture third = channel.write(stanza(2));
    assertThat(channel.outboundMessages()).isEmpty();
    assertThat(first.isDone()).isFalse();
    channel.flush();
    assertThat(written(channel)).containsExactly("<message>x</message> <message>xx</message>");
    assertThat(List.of(first, second, third)).allMatch(ChannelFuture::isSuccess);
  }

  @Test
  void each_buffer_fits_and_ends_with_a_stanza() {
    Random random = new Random(16384);
    int[] lengths = IntStream.range(0, 2_000).map(i -> random.nextInt(3_000)).toArray();
    StringBuilder all = new StringBuilder();
    List<ChannelFuture> futures = new ArrayList<>();
    for (int length : lengths) {
      all.append("<message").append(length == 0 ? "/>" : ">" + "x".repeat(length) + "</message>");
      futures.add(channel.write(stanza(length)));
    }
    channel.flush();
    List<String> buffers = written(channel);
    assertThat(buffers)
        .allMatch(buffer -> buffer.length() <= WholeRecords.MOST)
        .allMatch(buffer -> buffer.startsWith("<message") && buffer.endsWith(">"))
        .allMatch(buffer -> buffer.endsWith("</message>") || buffer.endsWith("<message/>"))
        .hasSizeLessThan(1 + all.length() / (WholeRecords.MOST - 3_100));
    assertThat(String.join("", buffers)).isEqualTo(all.toString());
    assertThat(futures).allMatch(ChannelFuture::isSuccess);
  }

  @Test
  void at_the_border() {
    int around = "<message></message>".length();
    for (int more = -1; more <= 1; more++) {
      channel.write(stanza(100));
      channel.write(stanza(WholeRecords.MOST - 100 - 2 * around + more));
      channel.flush();
      assertThat(written(channel)).hasSize(more <= 0 ? 1 : 2);
      channel.write(stanza(WholeRecords.MOST - around + more));
      channel.flush();
      assertThat(written(channel)).hasSize(1);
    }
  }

  @Test
  void a_larger_stanza_is_alone() {
    channel.write(stanza(1));
    channel.write(stanza(100_000));
    channel.write(stanza(2));
    channel.flush();
    assertThat(written(channel)).extracting(String::length).containsExactly(20, 100_019, 21);
  }

  @Test
  void what_can_not_be_encoded_leaves_the_others() {
    ChannelFuture first = channel.write(stanza(1));
    ChannelFuture wrong = channel.write("no stanza");
    assertThat(wrong.cause()).isInstanceOf(IllegalArgumentException.class);
    ChannelFuture last = channel.write(stanza(2));
    channel.flush();
    assertThat(written(channel)).containsExactly("<message>x</message><message>xx</message>");
    assertThat(List.of(first, last)).allMatch(ChannelFuture::isSuccess);
    assertThat(channel.write("no stanza").cause()).isNotNull();
    channel.flush();
    assertThat(written(channel)).isEmpty();
  }

  @Test
  void bytes_of_others_keep_their_place() {
    channel.write(stanza(1));
    channel.write(Unpooled.copiedBuffer("bytes", StandardCharsets.UTF_8));
    channel.write(stanza(2));
    channel.flush();
    assertThat(written(channel))
        .containsExactly("<message>x</message>", "bytes", "<message>xx</message>");
  }

  @Test
  void a_frame_has_one_element() {
    EmbeddedChannel framed = opened(Framing.FRAMES);
    framed.write(stanza(1));
    framed.write(stanza(2));
    framed.flush();
    assertThat(written(framed)).hasSize(2);
    framed.finishAndReleaseAll();
  }

  @Test
  void all_fail_with_the_buffer() {
    IOException broken = new IOException("Broken pipe");
    channel
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                ((ByteBuf) message).release();
                promise.setFailure(broken);
              }
            });
    List<ChannelFuture> futures = List.of(channel.write(stanza(1)), channel.write(stanza(2)));
    channel.flush();
    assertThat(futures).allMatch(future -> future.cause() == broken);
  }

  @Test
  void what_was_not_flushed_fails_with_the_channel() {
    ChannelFuture last = channel.write(stanza(1));
    channel.close();
    assertThat(written(channel)).isEmpty();
    assertThat(last.cause()).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void what_was_never_flushed_fails_when_the_handler_goes() {
    List<ChannelFuture> futures = List.of(channel.write(stanza(1)), channel.write(stanza(2)));
    channel.pipeline().remove(StreamEncoder.class);
    assertThat(futures).allMatch(future -> future.cause() instanceof ClosedChannelException);
  }
}
