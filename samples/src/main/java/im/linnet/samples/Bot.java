package im.linnet.samples;

import im.linnet.XmppClient;
import im.linnet.commands.CommandReply;
import im.linnet.commands.CommandRequest;
import im.linnet.commands.Commands;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.disco.Disco;
import im.linnet.forms.DataForm;
import im.linnet.forms.Field;
import im.linnet.forms.FieldType;
import im.linnet.jid.Jid;
import im.linnet.presence.Presences;
import im.linnet.references.Conversation;
import im.linnet.references.References;
import im.linnet.rooms.JoinOptions;
import im.linnet.rooms.Room;
import im.linnet.rooms.RoomEvent;
import im.linnet.rooms.RoomMessage;
import im.linnet.rooms.Rooms;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers its owner, and in a room everybody who calls it; its owner also has commands. */
public final class Bot {

  private static final String USAGE =
      """
      Usage: samples/run bot --jid JID --owner JID [options]
      """
          + Account.USAGE
          + """
            --owner JID               who may talk to it, and use its commands (XEP-0050): status, say
            --room JID --nick NICK    a room where it answers what begins with its name, and that name (bot)
            --answer PROGRAM          gets each question on its standard input; its output is the answer,
                                      shown while it grows. Else the bot says the question back
          Runs until it is interrupted, also while the server is restarted.\
          """;

  private static final List<Option> OPTIONS =
      Account.options(
          Option.account("owner"), Option.jid("room"), Option.text("nick"), Option.text("answer"));

  private static final int MAX_ANSWERS = 4;

  private final XmppClient client;
  private final Rooms rooms;
  private final Jid owner;
  private final Answers answers;
  private final AtomicInteger asked = new AtomicInteger();
  private final ExecutorService threads =
      new ThreadPoolExecutor(0, MAX_ANSWERS, 1, TimeUnit.MINUTES, new SynchronousQueue<>());

  private Bot(XmppClient client, Jid owner, Answers answers) {
    this.client = client;
    this.rooms = client.get(Rooms.class);
    this.owner = owner;
    this.answers = answers;
    Commands commands = client.get(Commands.class);
    commands.offer("status", "How the bot is", owner::isSameAccount, request -> status());
    commands.offer("say", "Say something in a room", owner::isSameAccount, request -> askWhat());
    client.onMessage(this::heard);
    rooms.onEvent(this::heardInRoom);
  }

  /**
   * Runs the program.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    Outcome.of(arguments, USAGE, OPTIONS, Bot::run);
  }

  private static void run(Options options) {
    options.needing("owner").with("nick", "room");
    XmppClient client = client(options);
    // Ctrl-C closes the stream; else the server would keep it for a resumption that never comes.
    Runtime.getRuntime().addShutdownHook(new Thread(client::close));
    CompletableFuture<Void> lost = new CompletableFuture<>();
    client.onState(
        state -> {
          if (state instanceof ConnectionState.Disconnected gone && gone.cause() != null) {
            lost.completeExceptionally(gone.cause());
          }
        });
    String program = options.get("answer");
    new Bot(
        client,
        Jid.of(options.get("owner", "")),
        program == null ? Answers.echo() : Answers.of(program));
    client.connect().join();
    client.get(Presences.class).keep(Presence.available()).join();
    String room = options.get("room");
    if (room != null) {
      String nick = options.get("nick", "bot");
      client.get(Rooms.class).join(Jid.of(room), nick, JoinOptions.standard().noHistory()).join();
    }
    System.out.println("Listening as " + client.address());
    lost.join();
  }

  private static XmppClient client(Options options) {
    return Account.client(options)
        .with(Disco::new)
        .with(Commands::new)
        .with(Presences::new)
        .with(References::new)
        .with(Rooms::new)
        .reconnect(ReconnectPolicy.standard())
        .build();
  }

  private void heard(Message message) {
    Jid from = message.from();
    String body = message.body();
    if (from != null && body != null && message.error() == null && owner.isSameAccount(from)) {
      answer(client.get(References.class).with(from), body);
    }
  }

  private void heardInRoom(RoomEvent event) {
    if (event instanceof RoomEvent.Said said
        && said.message().kind() == RoomMessage.Kind.LIVE
        && !said.message().isOwn()) {
      String body = String.valueOf(said.message().body());
      String nick = said.room().nick();
      if (body.startsWith(nick + ":") || body.startsWith(nick + ",")) {
        String question = body.substring(nick.length() + 1).strip();
        answer(client.get(References.class).in(said.room().jid()), question);
      }
    }
  }

  /** Answers on a thread of its own, as it may take a while. */
  private void answer(Conversation conversation, String question) {
    asked.incrementAndGet();
    try {
      threads.execute(
          () -> {
            GrowingAnswer growing = new GrowingAnswer(client, conversation);
            try {
              answers.answer(question, growing::add);
              growing.end();
            } catch (Exception failure) {
              client.send(conversation.message("I can't answer: " + failure.getMessage()));
            }
          });
    } catch (RejectedExecutionException busy) {
      client.send(conversation.message("I am busy; ask me again later."));
    }
  }

  private CompletionStage<CommandReply> status() {
    List<Jid> in = rooms.joined().stream().map(Room::jid).toList();
    return CommandReply.done("I was asked %d questions; I am in %s".formatted(asked.get(), in))
        .now();
  }

  private CompletionStage<CommandReply> askWhat() {
    Field.Builder where = Field.builder(FieldType.LIST_SINGLE, "room").label("Room").required();
    rooms.joined().forEach(room -> where.option(room.jid().local(), room.jid().toString()));
    DataForm form =
        DataForm.builder(DataForm.Kind.FORM)
            .title("Say something")
            .field(where.build())
            .field(Field.builder(FieldType.TEXT_SINGLE, "text").label("Text").required().build())
            .build();
    return rooms.joined().isEmpty()
        ? CommandReply.failed("I am in no room").now()
        : CommandReply.askLast(form, this::say).now();
  }

  private CompletionStage<CommandReply> say(CommandRequest filledIn) {
    Room room = rooms.get(Jid.of(String.valueOf(filledIn.text("room"))));
    String text = String.valueOf(filledIn.text("text"));
    return room == null
        ? CommandReply.failed("I have left the room").now()
        : room.send(text)
            .handle(
                (said, failure) ->
                    failure == null
                        ? CommandReply.done("I said it in " + room.jid())
                        : CommandReply.failed(String.valueOf(failure.getMessage())));
  }
}
