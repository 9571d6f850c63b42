package im.linnet.testkit.small;

import static im.linnet.testkit.small.Walk.befriend;
import static im.linnet.testkit.small.Walk.bind;
import static im.linnet.testkit.small.Walk.expect;
import static im.linnet.testkit.small.Walk.online;
import static im.linnet.testkit.small.Walk.server;
import static im.linnet.testkit.small.Walk.sync;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Presence without subscriptions (RFC 6121, section 4). */
@Timeout(120)
class SmallPresenceTest {

  @Test
  void exchanges_presence_with_contacts_and_own_sessions() throws Exception {
    try (SmallServer server = server().start();
        RawClient juliet = online(server, "juliet");
        RawClient romeo = online(server, "romeo")) {
      befriend(juliet, romeo);
      juliet.send("<presence><show>away</show></presence>");
      expect(
          romeo,
          "<presence from='juliet@localhost/j' to='romeo@localhost'><show>away</show></presence>");
      assertThat(sync(juliet))
          .isEqualTo(
              "<presence from='juliet@localhost/j' to='juliet@localhost/j'>"
                  + "<show>away</show></presence>");

      try (RawClient phone = bind(server, "juliet", "phone")) {
        phone.send("<presence><priority>-1</priority></presence>");
        String content = "'><priority>-1</priority></presence>";
        String from = "<presence from='juliet@localhost/phone' to='";
        expect(
            phone,
            from + "juliet@localhost/phone" + content,
            "<presence from='juliet@localhost/j' to='juliet@localhost/phone'>"
                + "<show>away</show></presence>",
            "<presence from='romeo@localhost/r' to='juliet@localhost/phone'/>");
        expect(juliet, from + "juliet@localhost/j" + content);
        expect(romeo, from + "romeo@localhost" + content);
      }
      String gone = "<presence type='unavailable' from='juliet@localhost/phone' to='";
      expect(juliet, gone + "juliet@localhost/j'/>");
      expect(romeo, gone + "romeo@localhost'/>");
    }
  }

  @Test
  void echoes_that_a_session_becomes_unavailable() throws Exception {
    try (SmallServer server = server().start();
        RawClient juliet = online(server, "juliet");
        RawClient romeo = online(server, "romeo")) {
      befriend(juliet, romeo);
      juliet.send("<presence type='unavailable'><status>bye</status></presence>");
      String content = "'><status>bye</status></presence>";
      String from = "<presence type='unavailable' from='juliet@localhost/j' to='";
      expect(juliet, from + "juliet@localhost/j" + content);
      expect(romeo, from + "romeo@localhost" + content);
      romeo.send("<presence/>").readTo("/>");
      assertThat(sync(juliet)).isEmpty();
    }
  }

  /** Section 4.3.2. */
  @Test
  void answers_probes_of_those_that_are_subscribed() throws Exception {
    try (SmallServer server = server().start();
        RawClient juliet = online(server, "juliet");
        RawClient romeo = online(server, "romeo");
        RawClient gateway = Walk.gateway(server)) {
      String probe = "<presence type='probe' to='juliet@localhost'/>";
      gateway.send("<presence type='probe' from='msn.localhost' to='juliet@localhost'/>");
      expect(gateway, "<presence type='unsubscribed' from='juliet@localhost' to='msn.localhost'/>");
      befriend(juliet, romeo);
      romeo.send(probe);
      expect(romeo, "<presence from='juliet@localhost/j' to='romeo@localhost/r'/>");
      juliet.send("</stream:stream>").readToEnd();
      sync(romeo);
      romeo.send(probe);
      expect(
          romeo, "<presence type='unavailable' from='juliet@localhost' to='romeo@localhost/r'/>");
    }
  }

  /** Section 4.6. */
  @Test
  void ends_directed_presence_when_the_session_ends() throws Exception {
    try (SmallServer server = server().start();
        RawClient romeo = online(server, "romeo");
        RawClient gateway = Walk.gateway(server)) {
      try (RawClient juliet = online(server, "juliet")) {
        juliet.send("<presence to='romeo@localhost/r'/>");
        juliet.send("<presence to='room@msn.localhost/juliet'/>");
        expect(romeo, "<presence to='romeo@localhost/r' from='juliet@localhost/j'/>");
        expect(gateway, "<presence to='room@msn.localhost/juliet' from='juliet@localhost/j'/>");
      }
      expect(
          romeo, "<presence type='unavailable' from='juliet@localhost/j' to='romeo@localhost/r'/>");
      expect(
          gateway,
          "<presence type='unavailable' from='juliet@localhost/j'"
              + " to='room@msn.localhost/juliet'/>");
    }
  }

  @Test
  void ignores_presence_for_nobody_and_refuses_what_is_none() throws Exception {
    try (SmallServer server = server().start();
        RawClient juliet = online(server, "juliet")) {
      juliet.send("<presence to='nobody@localhost'/>");
      juliet.send("<presence type='unsubscribed' to='nobody@localhost'/>");
      assertThat(sync(juliet)).isEmpty();
      juliet.send("<presence type='subscribe'/>");
      assertThat(sync(juliet)).contains("type='error'", "<bad-request ");
    }
  }
}
