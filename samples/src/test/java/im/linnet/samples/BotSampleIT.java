package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.commands.CommandSession;
import im.linnet.commands.CommandStatus;
import im.linnet.commands.Commands;
import im.linnet.commands.Note;
import im.linnet.disco.Disco;
import im.linnet.jid.Jid;
import im.linnet.references.Correction;
import im.linnet.references.References;
import im.linnet.references.RevisedMessage;
import im.linnet.references.Revisions;
import im.linnet.rooms.Room;
import im.linnet.rooms.RoomEvent;
import im.linnet.rooms.Rooms;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bot, as its owner and a room use it. */
@Timeout(240)
class BotSampleIT {

  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> inRoom = new LinkedBlockingQueue<>();

  @TempDir private Path folder;

  @Test
  void answers_its_owner_and_a_room_and_has_commands() throws Exception {
    try (SampleServer server = SampleServer.start();
        XmppClient owner = owner(server)) {
      owner.get(Rooms.class).join(server.room(), "Juliet").join();
      try (JavaProcess process = server.sample("Bot", arguments(server))) {
        Jid bot = Jid.of(process.await(line -> line.startsWith("Listening as ")).substring(13));

        answersWhileItGrows(owner, bot);
        answersInTheRoom(owner, server.room());
        hasCommands(owner, bot, server.room());

        process.assertEnds(process.interrupt());
      }
    }
  }

  private XmppClient owner(SampleServer server) {
    XmppClient owner =
        server
            .watcher()
            .with(Disco::new)
            .with(Commands::new)
            .with(References::new)
            .with(Rooms::new)
            .build();
    owner.onMessage(messages::add);
    owner
        .get(Rooms.class)
        .onEvent(
            event -> {
              if (event instanceof RoomEvent.Said said) {
                inRoom.add(said.message().nick() + ": " + said.message().body());
              }
            });
    owner.connect().join();
    owner.send(Presence.available()).join();
    return owner;
  }

  /** With a program that answers in two pieces, the second when the first has been seen. */
  private String[] arguments(SampleServer server) throws Exception {
    Path program =
        Files.writeString(
            folder.resolve("oracle"),
            """
            #!/bin/sh
            question=$(cat)
            echo "You ask: $question"
            n=0
            while [ ! -e "%s" ] && [ $n -lt 600 ]; do sleep 0.1; n=$((n + 1)); done
            echo "I do not know"
            """
                .formatted(seen()));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return "--owner b@localhost --room %s --nick nurse --answer %s"
        .formatted(server.room(), program)
        .split(" ");
  }

  private Path seen() {
    return folder.resolve("seen");
  }

  private void answersWhileItGrows(XmppClient owner, Jid bot) throws Exception {
    Revisions revisions = new Revisions(owner.get(References.class).with(bot));
    owner.send(Message.chat(bot, "What's in a name?")).join();

    Message first = SampleServer.await(messages, next -> next.body() != null);
    assertThat(first.body()).isEqualTo("You ask: What's in a name?");
    assertThat(first.payload(Correction.TYPE)).isNull();
    revisions.received(first);
    Files.createFile(seen());
    Message second = SampleServer.await(messages, next -> next.body() != null);
    assertThat(second.payload(Correction.TYPE))
        .isEqualTo(new Correction(Objects.requireNonNull(first.id())));
    RevisedMessage revised = Objects.requireNonNull(revisions.received(second));
    assertThat(revised.text()).isEqualTo("You ask: What's in a name?\nI do not know");
  }

  private void answersInTheRoom(XmppClient owner, Jid room) throws Exception {
    Room joined = Objects.requireNonNull(owner.get(Rooms.class).get(room));
    joined.send("nobody is asked").join();
    joined.send("nurse: Where is she?").join();

    SampleServer.await(inRoom, "nurse: You ask: Where is she?\nI do not know"::equals);
  }

  private void hasCommands(XmppClient owner, Jid bot, Jid room) throws Exception {
    Commands commands = owner.get(Commands.class);
    CommandSession status = commands.execute(bot, "status").join();
    assertThat(status.notes())
        .singleElement()
        .extracting(Note::text)
        .asString()
        .contains("asked 2 questions", room.toString());

    CommandSession asked = commands.execute(bot, "say").join();
    CommandSession said =
        asked
            .proceed(asked.answer().set("room", room.toString()).set("text", "Good night").build())
            .join();
    assertThat(said.status()).isEqualTo(CommandStatus.COMPLETED);
    SampleServer.await(inRoom, "nurse: Good night"::equals);
  }

  @Test
  void says_the_question_back_without_a_program() throws Exception {
    try (SampleServer server = SampleServer.start();
        XmppClient owner = owner(server);
        JavaProcess process = server.sample("Bot", "--owner", "b@localhost")) {
      Jid bot = Jid.of(process.await(line -> line.startsWith("Listening as ")).substring(13));
      owner.send(Message.chat(bot, "one two three")).join();

      SampleServer.await(messages, next -> "one two three".equals(next.body()));
      CommandSession say = owner.get(Commands.class).execute(bot, "say").join();
      assertThat(say.notes()).extracting(Note::text).containsExactly("I am in no room");
    }
  }
}
