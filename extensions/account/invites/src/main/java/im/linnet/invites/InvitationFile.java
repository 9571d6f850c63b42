package im.linnet.invites;

import im.linnet.file.ElementFile;
import im.linnet.file.OwnFile;
import im.linnet.file.OwnFile.Guard;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/** Keeps the invitations in a file of its owner. */
final class InvitationFile implements InvitationStore {

  private static final String NAME = "invitation";
  private static final String NAMESPACE = "urn:linnet:invitations:1";
  private static final int MAX_BYTES = 1 << 20;

  private final OwnFile own;
  private final ElementFile file;
  private final Executor executor;

  InvitationFile(Path path, Executor executor) {
    this.own = new OwnFile(path, Guard.SECRET, "delete it to end the open invitations");
    this.file = new ElementFile(own, MAX_BYTES);
    this.executor = executor;
  }

  InvitationFile(Path path) {
    this(path, ForkJoinPool.commonPool());
  }

  @Override
  public CompletionStage<List<StoredInvitation>> read() {
    return CompletableFuture.supplyAsync(this::load, executor);
  }

  private List<StoredInvitation> load() {
    try {
      List<Element> elements = file.read();
      List<StoredInvitation> open = new ArrayList<>();
      for (Element element : elements == null ? List.<Element>of() : elements) {
        open.add(read(element));
      }
      return open;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private StoredInvitation read(Element element) throws IOException {
    String token = element.attribute("token");
    String expiry = element.attribute("expiry");
    String only = element.attribute("only");
    try {
      if (element.is(NAME, NAMESPACE) && token != null && expiry != null) {
        return new StoredInvitation(
            token, Instant.parse(expiry), only == null ? null : Jid.of(only));
      }
    } catch (IllegalArgumentException | DateTimeException malformed) {
      // As anything else that is no invitation.
    }
    throw own.problem("something in it is no invitation; delete it to end the open ones");
  }

  @Override
  public CompletionStage<Void> write(List<StoredInvitation> open) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            file.write(open.stream().map(InvitationFile::element).toList());
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        },
        executor);
  }

  private static Element element(StoredInvitation one) {
    return Element.builder(NAME, NAMESPACE)
        .attribute("token", one.token())
        .attribute("expiry", one.expiry().toString())
        .attribute("only", one.only() == null ? null : one.only().toString())
        .build();
  }

  @Override
  public String toString() {
    return "InvitationStore[" + file + "]";
  }
}
