package im.linnet.caps;

import im.linnet.caps.CapsHash.Version;
import im.linnet.disco.DiscoInfo;
import im.linnet.file.ElementFile;
import im.linnet.file.OwnFile;
import im.linnet.file.OwnFile.Guard;
import im.linnet.xml.Element;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the answers of a {@link CapsMemory} in a file of its owner. The file is read at the first
 * look-up and replaced after changes, many of them together; a file that can't be used is like an
 * empty one, and a warning says so once.
 */
final class CapsFile implements CapsStore {

  private static final Logger LOG = LoggerFactory.getLogger(CapsFile.class);
  private static final String NAMESPACE = "urn:linnet:caps:1";
  private static final int MAX_BYTES = 1 << 25;

  /** Whether what is in memory is in the file. */
  private enum Saving {
    /** It is, or the file has not been read yet. */
    DONE,
    /** It is being written. */
    WRITING,
    /** It has changed since it began to be written. */
    WRITING_AND_DUE
  }

  private final CapsMemory memory;
  private final ElementFile file;
  private final Executor executor;

  // Guarded by this object.
  private @Nullable CompletableFuture<Void> loaded;
  private Saving saving = Saving.DONE;
  private boolean warned;

  CapsFile(Path path, CapsMemory memory, Executor executor) {
    this.memory = memory;
    this.executor = executor;
    file =
        new ElementFile(
            new OwnFile(path, Guard.BELIEVED, "delete it to ask for capabilities again"),
            MAX_BYTES);
  }

  CapsFile(Path path) {
    this(path, new CapsMemory(1_000, 4 << 20), ForkJoinPool.commonPool());
  }

  @Override
  public CompletableFuture<Optional<DiscoInfo>> find(CapsHash hash) {
    CompletableFuture<Void> ready = loaded();
    return ready.isDone() ? memory.find(hash) : ready.thenCompose(done -> memory.find(hash));
  }

  @Override
  public void store(CapsHash hash, DiscoInfo info) {
    memory.store(hash, info);
    loaded().thenRun(this::changed);
  }

  private synchronized CompletableFuture<Void> loaded() {
    if (loaded == null) {
      loaded = CompletableFuture.runAsync(this::load, executor);
    }
    return loaded;
  }

  private void load() {
    try {
      List<Element> elements = file.read();
      if (elements == null) {
        return;
      }
      Map<CapsHash, DiscoInfo> newer = memory.all();
      for (Element element : elements) {
        keep(element);
      }
      newer.forEach(memory::store);
    } catch (IOException | RuntimeException failure) {
      warn("can't be read", failure);
    }
  }

  /** One that is malformed is left out; what does not match its hash is not believed anyway. */
  private void keep(Element element) {
    Element query = element.child("query", DiscoInfo.NAMESPACE);
    String algorithm = element.attribute("algorithm");
    String value = element.attribute("value");
    String version = element.attribute("version");
    if (element.is("answer", NAMESPACE) && query != null && algorithm != null && value != null) {
      for (Version known : Version.values()) {
        if (known.name().equals(version)) {
          memory.store(new CapsHash(known, algorithm, value), DiscoInfo.of(query));
        }
      }
    }
  }

  private void changed() {
    synchronized (this) {
      if (saving != Saving.DONE) {
        saving = Saving.WRITING_AND_DUE;
        return;
      }
      saving = Saving.WRITING;
    }
    executor.execute(this::save);
  }

  private void save() {
    do {
      List<Element> elements = new ArrayList<>();
      memory.all().forEach((hash, info) -> elements.add(element(hash, info)));
      try {
        file.write(elements);
      } catch (IOException | RuntimeException failure) {
        warn("can't be written", failure);
      }
    } while (isDue());
  }

  private synchronized boolean isDue() {
    boolean due = saving == Saving.WRITING_AND_DUE;
    saving = due ? Saving.WRITING : Saving.DONE;
    return due;
  }

  private static Element element(CapsHash hash, DiscoInfo info) {
    return Element.builder("answer", NAMESPACE)
        .attribute("version", hash.version().name())
        .attribute("algorithm", hash.algorithm())
        .attribute("value", hash.value())
        .child(info.toElement())
        .build();
  }

  private void warn(String what, Exception failure) {
    boolean first;
    synchronized (this) {
      first = !warned;
      warned = true;
    }
    if (first) {
      LOG.warn("Capabilities are kept in memory only, as {} {}", file, what, failure);
    } else {
      LOG.debug("{} {}", file, what, failure);
    }
  }

  @Override
  public String toString() {
    return "CapsStore[" + file + "]";
  }
}
