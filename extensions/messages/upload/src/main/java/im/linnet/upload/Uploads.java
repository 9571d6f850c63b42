package im.linnet.upload;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoInfo;
import im.linnet.disco.DiscoItems;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Uploads files to the service of the user's server, and downloads those that others share
 * (XEP-0363). Needs {@link Disco}, which must be added to the client before.
 *
 * <p>HTTPS only, without redirects, and only with hosts on the public Internet unless {@link
 * UploadSettings#allowHost} names others. Up- and downloading shows this machine's IP address to
 * the web server (section 9.3), so ask the user before downloading what a stranger has sent.
 *
 * <p>The futures fail as those of {@link XmppClient#request(Iq)} do, with {@link RefusedException}
 * if nothing was sent, with a {@link im.linnet.failure.TransportException} if the web server can't
 * be reached, and with {@link im.linnet.failure.UnreadableAnswerException} if it refuses or what it
 * sends is not accepted; {@link TransferProblem#of} reads the reason. Cancelling a future ends the
 * transfer and closes its connection.
 *
 * <p>Safe for use by any thread; no method blocks.
 */
public final class Uploads implements Extension {

  /** The namespace, and the name of the feature of a service. */
  public static final String NAMESPACE = "urn:xmpp:http:upload:0";

  /** More items of a server are not asked whether they take files. */
  private static final int MAX_ITEMS = 32;

  private final XmppClient client;
  private final Disco disco;
  private final Web web;
  private @Nullable UploadService known;

  /**
   * Adds uploads to a client, with standard settings. Add it to the client's builder with {@code
   * .with(Disco::new).with(Uploads::new)}.
   *
   * @param client the client
   * @throws IllegalArgumentException if the client has no {@link Disco}
   */
  public Uploads(XmppClient client) {
    this(client, UploadSettings.standard());
  }

  /**
   * Adds uploads to a client.
   *
   * @param client the client
   * @param settings how files are transferred
   * @throws IllegalArgumentException if the client has no {@link Disco}
   */
  public Uploads(XmppClient client, UploadSettings settings) {
    this.client = client;
    this.disco = client.get(Disco.class);
    this.web = new Web(client.context(), settings);
  }

  @Override
  public synchronized void bound(BoundStream stream) {
    known = null;
  }

  private synchronized @Nullable UploadService known() {
    return known;
  }

  private synchronized void known(UploadService service) {
    known = service;
  }

  /**
   * Finds the service of the user's server (section 3). The result is remembered until the next
   * stream.
   *
   * @return the service, with the size of the largest file; fails with {@link RefusedException} if
   *     there is none
   */
  public CompletableFuture<UploadService> service() {
    UploadService found = known();
    if (found != null) {
      return CompletableFuture.completedFuture(found);
    }
    Jid server = client.address().domainJid();
    RequestChain<UploadService> service = new RequestChain<>();
    service.then(
        disco.info(server),
        info -> {
          if (!found(service, server, info)) {
            service.then(disco.items(server), items -> askAll(service, items.items()));
          }
        });
    return service;
  }

  private boolean found(RequestChain<UploadService> service, Jid entity, DiscoInfo info) {
    UploadService found = UploadService.of(entity, info);
    if (found == null) {
      return false;
    }
    known(found);
    service.complete(found);
    return true;
  }

  /** Asks all at once: one that does not answer must not hold up the others. */
  private void askAll(RequestChain<UploadService> service, List<DiscoItems.Item> items) {
    List<Jid> entities =
        items.stream()
            .filter(item -> item.node() == null)
            .map(DiscoItems.Item::jid)
            .distinct()
            .limit(MAX_ITEMS)
            .toList();
    AtomicInteger open = new AtomicInteger(entities.size() + 1);
    Runnable answered =
        () -> {
          if (open.decrementAndGet() == 0) {
            service.completeExceptionally(
                new RefusedException(
                    "The server has no service that takes files (XEP-0363), so nothing was sent"));
          }
        };
    for (Jid entity : entities) {
      service.then(
          disco.info(entity),
          info -> {
            if (!found(service, entity, info)) {
              answered.run();
            }
          },
          failure -> answered.run());
    }
    answered.run();
  }

  /**
   * Requests a slot for a file, for programs that upload it themselves (section 4). Others call
   * {@link #upload}.
   *
   * @param name the name of the file
   * @param size its size in bytes
   * @param mediaType its media type, or null if unknown; the upload must have the same
   * @return the slot. If the service has said that the file is too large, the future fails as if it
   *     had been asked
   */
  public CompletableFuture<Slot> slot(String name, long size, @Nullable String mediaType) {
    RequestChain<Slot> slot = new RequestChain<>();
    slot.then(
        service(),
        service ->
            slot.then(request(service, name, size, mediaType, Purpose.MESSAGE), slot::complete));
    return slot;
  }

  private CompletableFuture<Slot> request(
      UploadService service, String name, long size, @Nullable String mediaType, Purpose purpose) {
    if (size < 1) {
      return CompletableFuture.failedFuture(
          new RefusedException("An empty file can't be uploaded (XEP-0363, section 11)"));
    }
    Long max = service.maxFileSize();
    if (max != null && size > max) {
      return CompletableFuture.failedFuture(tooLarge(service, max));
    }
    ElementBuilder request;
    try {
      request =
          Element.builder("request", NAMESPACE)
              .attribute("filename", name)
              .attribute("size", Long.toString(size))
              .attribute("content-type", mediaType);
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(
          new RefusedException("The name of the file can't be sent: " + unsendable.getMessage()));
    }
    if (service.purposes().contains(purpose)) {
      request.child(Element.of(purpose.wireName(), Purpose.NAMESPACE));
    }
    return client.request(Iq.get(service.jid(), request.build()), Slot::in);
  }

  /** What the service would answer. */
  private static StanzaException tooLarge(UploadService service, long max) {
    Element limit =
        Element.builder("file-too-large", NAMESPACE)
            .child(Element.of("max-file-size", NAMESPACE, Long.toString(max)))
            .build();
    return new StanzaException(
        new StanzaError(
            StanzaError.Type.MODIFY,
            Condition.NOT_ACCEPTABLE,
            Condition.NOT_ACCEPTABLE.wireName(),
            "At most %d bytes".formatted(max),
            limit),
        "A slot was not requested, as %s".formatted(service.jid()));
  }

  /**
   * Uploads a file (sections 4 and 7).
   *
   * @param file the file
   * @return where it is; fails with {@link RefusedException} if the file can't be read
   */
  public CompletableFuture<UploadedFile> upload(FileSource file) {
    return upload(file, progress -> {});
  }

  /**
   * Uploads a file (sections 4 and 7).
   *
   * @param file the file
   * @param watcher learns how far it is, in order with the client's callbacks
   * @return where it is; fails with {@link RefusedException} if the file can't be read
   */
  public CompletableFuture<UploadedFile> upload(
      FileSource file, Consumer<? super Progress> watcher) {
    Meter meter = new Meter(client.context().callbacks(), watcher);
    RequestChain<UploadedFile> uploaded = new RequestChain<>();
    uploaded.then(
        web.background(() -> new MeteredBody(file.open(), meter)),
        body ->
            uploaded.then(
                service(),
                service ->
                    uploaded.then(
                        request(
                            service,
                            file.name(),
                            body.contentLength(),
                            file.mediaType(),
                            file.purpose()),
                        slot -> put(uploaded, file, slot, body, meter))),
        failure ->
            uploaded.completeExceptionally(
                new RefusedException(
                    "The file can't be read: %s".formatted(failure.getClass().getSimpleName()))));
    return uploaded;
  }

  private void put(
      RequestChain<UploadedFile> uploaded,
      FileSource file,
      Slot slot,
      MeteredBody body,
      Meter meter) {
    uploaded.then(
        web.put(slot, file.mediaType(), body, meter),
        done -> {
          FileMetadata.Builder metadata =
              FileMetadata.builder()
                  .name(file.name())
                  .mediaType(file.mediaType())
                  .size(body.contentLength());
          FileHash hash = body.hash();
          if (hash != null) {
            metadata.hash(hash);
          }
          uploaded.complete(new UploadedFile(slot.get(), metadata.build()));
        });
  }

  /**
   * Downloads a file into memory.
   *
   * @param download what to download
   * @return the content
   */
  public CompletableFuture<byte[]> download(Download download) {
    return web.get(download, new MemorySink());
  }

  /**
   * Downloads a file to disk. The file appears when it is complete and checked.
   *
   * @param download what to download
   * @param target the file, which must not exist yet; for a name that others have chosen see {@link
   *     FileMetadata#safeName()}
   * @return the absolute path of the file; fails with {@link RefusedException} if the file exists
   *     or can't be written
   */
  public CompletableFuture<Path> download(Download download, Path target) {
    return web.get(download, new FileSink(target));
  }
}
