package im.linnet.testkit.small;

import static im.linnet.testkit.small.Walk.bind;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.RawClient;
import im.linnet.testkit.server.IrcGateway;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway program that somebody else wrote, as a component of the small server. */
@Timeout(120)
class SmallServerIrcIT {

  @Test
  void carries_a_room_of_irc() throws Exception {
    IrcGateway.reasonToSkip().ifPresent(Assumptions::abort);
    try (SmallServer server = Walk.server().component("irc.localhost", "secret").start();
        IrcGateway irc = IrcGateway.attach("irc.localhost", "secret", server.componentPort());
        RawClient juliet = bind(server, "juliet")) {
      String room = irc.room(IrcGateway.CHANNEL);
      juliet.send(
          "<presence to='" + room + "/ju'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
      assertThat(juliet.readTo("<subject>Lab channel</subject>"))
          .contains("from='" + room + "/ju'", "<status code='110'/>");
      juliet.send("<presence type='unavailable' to='" + room + "/ju'/>");
      String left = juliet.readTo("<status code='110'/>");
      assertThat(left).contains("type='unavailable'");
    }
  }
}
