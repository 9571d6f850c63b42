package im.linnet.caps;

import im.linnet.disco.DiscoInfo;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps what hashes stand for, so that nobody has to be queried for a hash that was seen before
 * (XEP-0115, section 8.2). Clients may share a store. What it returns is checked against the hash,
 * so a damaged store does no harm.
 *
 * <p>Implementations are called by any thread and must not block it.
 */
public interface CapsStore {

  /**
   * A store in memory, of at most 1,000 answers and about 4 MB; the least recently used one is
   * dropped first.
   *
   * @return a new store
   */
  static CapsStore memory() {
    return new CapsMemory(1_000, 4 << 20);
  }

  /**
   * A store in a file that only its owner can read and write, so that it outlives the program. It
   * is as large as that in {@linkplain #memory() memory}, is read at the first look-up, and written
   * on the common pool. A file that can't be used is like an empty one, and a warning says so.
   *
   * @param file the file; its directory must exist
   * @return a new store, for all clients of the program
   */
  static CapsStore file(Path file) {
    return new CapsFile(file);
  }

  /**
   * Finds what a hash stands for.
   *
   * @param hash the hash
   * @return the answer, empty if it is not stored; if it fails, the answer counts as not stored
   */
  CompletableFuture<Optional<DiscoInfo>> find(CapsHash hash);

  /**
   * Stores what a hash stands for, which was verified.
   *
   * @param hash the hash
   * @param info the answer, without a node; its XML has at most about 32,000 characters
   */
  void store(CapsHash hash, DiscoInfo info);
}
