package im.linnet.commands;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.connection.Subscription;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoItems;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Reply;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Executes the commands of bots and servers, and offers commands to others (XEP-0050). Needs {@link
 * Disco}, which must be added to the client before.
 *
 * <p>A bot offers a command by a handler for each stage:
 *
 * <pre>{@code
 * DataForm form =
 *     DataForm.builder(DataForm.Kind.FORM)
 *         .title("Weather")
 *         .field(Field.builder(FieldType.TEXT_SINGLE, "city").label("City").required().build())
 *         .build();
 * client
 *     .get(Commands.class)
 *     .offer(
 *         "weather",
 *         "Weather report",
 *         request ->
 *             CommandReply.askLast(
 *                     form,
 *                     answered ->
 *                         CommandReply.done("It rains in " + answered.text("city")).now())
 *                 .now());
 * }</pre>
 *
 * <p>Only the full address that started a session can continue it. There are at most 256 sessions,
 * four of one account, of which the oldest gives way; a session ends after 15 minutes without a
 * request. Sessions survive reconnects.
 *
 * <p>Safe for use by any thread; no method blocks.
 */
public final class Commands implements Extension {

  /** The namespace, the name of the feature, and the node that lists commands. */
  public static final String NAMESPACE = "http://jabber.org/protocol/commands";

  private final XmppClient client;
  private final Disco disco;
  private final Offers offers;

  /**
   * Adds commands to a client. Add it to the client's builder with {@code
   * .with(Disco::new).with(Commands::new)}.
   *
   * @param client the client
   * @throws IllegalArgumentException if the client has no {@link Disco}
   * @throws IllegalStateException if another handler answers commands already
   */
  public Commands(XmppClient client) {
    this(client, System::nanoTime);
  }

  Commands(XmppClient client, LongSupplier nanoTime) {
    this.client = client;
    this.disco = client.get(Disco.class);
    this.offers = new Offers(new OfferedSessions(nanoTime));
    client.onRequest(Iq.Type.SET, "command", NAMESPACE, this::handle);
    disco.nodes(new CommandNodes(client, offers));
  }

  private CompletionStage<Reply> handle(Iq request) {
    Jid from = request.from();
    return offers.handle(request, from == null ? client.account() : from);
  }

  /**
   * Lists the commands that an entity offers this user (section 2.2). Commands that it claims to be
   * another entity's are left out (section 5).
   *
   * @param entity the entity, such as a server or the full address of a bot
   * @return the commands; fails as {@link Disco#items(Jid, String)} does
   */
  public CompletableFuture<List<Command>> list(Jid entity) {
    RequestChain<List<Command>> commands = new RequestChain<>();
    commands.then(
        disco.items(entity, NAMESPACE), items -> commands.complete(commands(entity, items)));
    return commands;
  }

  private static List<Command> commands(Jid entity, DiscoItems items) {
    return items.items().stream()
        .filter(item -> item.jid().equals(entity))
        .flatMap(
            item ->
                item.node() == null
                    ? Stream.<Command>empty()
                    : Stream.of(new Command(entity, item.node(), item.name())))
        .toList();
  }

  /**
   * Executes a command (section 2.4).
   *
   * @param command the command
   * @return its first stage, which may be the result
   */
  public CompletableFuture<CommandSession> execute(Command command) {
    return execute(command.entity(), command.node());
  }

  /**
   * Executes a command (section 2.4).
   *
   * @param entity who offers it
   * @param node the command
   * @return its first stage, which may be the result. Fails as {@link XmppClient#request(Iq)} does;
   *     {@link CommandError#of} says why the entity refused
   */
  public CompletableFuture<CommandSession> execute(Jid entity, String node) {
    Element command;
    try {
      command =
          Element.builder("command", NAMESPACE)
              .attribute("node", Objects.requireNonNull(node, "node"))
              .attribute("action", CommandAction.EXECUTE.wireName())
              .build();
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(
          new RefusedException("No entity has such a command: " + unsendable.getMessage()));
    }
    return CommandSession.ask(client, entity, command, CommandAction.EXECUTE);
  }

  /**
   * Offers a command to everybody. Whoever knows the client's full address can execute it, and so
   * learns that the client is online: most programs want {@link #offer(String, String, Predicate,
   * CommandHandler)}.
   *
   * @param node identifies the command
   * @param name a name for display
   * @param handler handles the first request
   * @return ends the offer, and its sessions
   * @throws IllegalArgumentException if the node is empty, or a text can't be sent
   * @throws IllegalStateException if there is such a command already
   */
  public Subscription offer(String node, String name, CommandHandler handler) {
    return offer(node, name, anyone -> true, handler);
  }

  /**
   * Offers a command to some. Others who may use another command are answered with {@code
   * forbidden}; those who may use none get the answer that a server gives for an absent resource.
   *
   * @param node identifies the command
   * @param name a name for display
   * @param allowed says whether a requester may use the command, for each request; called with the
   *     address that the server vouches for, in order with the client's callbacks
   * @param handler handles the first request
   * @return ends the offer, and its sessions
   * @throws IllegalArgumentException if the node is empty, or a text can't be sent
   * @throws IllegalStateException if there is such a command already
   */
  public Subscription offer(
      String node, String name, Predicate<? super Jid> allowed, CommandHandler handler) {
    if (node.isEmpty() || node.equals(NAMESPACE)) {
      throw new IllegalArgumentException(
          "node: “%s” (expected: a name of its own)".formatted(node));
    }
    // Fails now if it can't be written, so that no answer fails because of it later.
    new DiscoItems.Item(client.account(), node, name).toElement();
    Offer offer =
        new Offer(
            node,
            name,
            Objects.requireNonNull(allowed, "allowed"),
            Objects.requireNonNull(handler, "handler"));
    if (!offers.add(offer)) {
      throw new IllegalStateException("A command of the node “%s” is offered".formatted(node));
    }
    Subscription feature = disco.feature(NAMESPACE);
    return () -> {
      offers.remove(offer);
      feature.close();
    };
  }
}
