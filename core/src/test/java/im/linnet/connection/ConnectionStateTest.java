package im.linnet.connection;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import org.junit.jupiter.api.Test;

class ConnectionStateTest {

  @Test
  void says_why_there_is_no_connection_and_what_would_make_one() {
    assertThat(new Disconnected(null)).hasToString("Disconnected[call connect()]");
    assertThat(new Disconnected(new TransportException(Reason.REFUSED, "Nobody listens")))
        .hasToString(
            "Disconnected[Nobody listens; connect() or networkChanged() tries again,"
                + " a ReconnectPolicy may do so by itself]");
    assertThat(
            new Disconnected(
                StreamException.byServer(StreamError.of(StreamError.Condition.CONFLICT, null))))
        .asString()
        .startsWith("Disconnected[The server ended the stream: conflict: another session took")
        .endsWith(", then call connect(); connect() or networkChanged() tries again]");
    assertThat(new Disconnected(new TransportException(Reason.CLOSED_HERE, "Cancelled")))
        .hasToString("Disconnected[Cancelled; connect() makes another connection]");
  }
}
