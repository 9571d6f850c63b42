package im.linnet.avatar;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Avatars by their hash: the recently used ones in memory, and more in a folder if there is one.
 * Safe for use by any thread; the lock is held for map operations only. The folder is accessed by
 * one thread of its own, which ends when there is nothing to do.
 */
final class AvatarCache {

  private final AvatarSettings settings;
  private final @Nullable AvatarFolder folder;
  private final Executor disk = oneThread();

  /** The least recently used one first. */
  private final Map<String, Avatar> memory = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  AvatarCache(AvatarSettings settings) {
    this.settings = settings;
    Path path = settings.folder();
    folder = path == null ? null : new AvatarFolder(path, settings);
  }

  private static Executor oneThread() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "linnet-avatar-folder");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** The avatar if it is in memory, or null. */
  synchronized @Nullable Avatar inMemory(String hash) {
    return memory.get(hash);
  }

  /** The avatar from memory or the folder. Never fails: an unreadable one is absent. */
  CompletableFuture<Optional<Avatar>> find(String hash) {
    Avatar avatar = inMemory(hash);
    AvatarFolder stored = folder;
    if (avatar != null || stored == null) {
      return CompletableFuture.completedFuture(Optional.ofNullable(avatar));
    }
    return CompletableFuture.supplyAsync(
        () -> {
          Avatar read = stored.find(hash);
          if (read != null) {
            remember(read);
          }
          return Optional.ofNullable(read);
        },
        disk);
  }

  void put(Avatar avatar) {
    remember(avatar);
    AvatarFolder stored = folder;
    if (stored != null) {
      disk.execute(() -> stored.store(avatar));
    }
  }

  private synchronized void remember(Avatar avatar) {
    Avatar before = memory.put(avatar.hash(), avatar);
    bytes += avatar.size() - (before == null ? 0 : before.size());
    Iterator<Avatar> oldest = memory.values().iterator();
    while (memory.size() > settings.memoryAvatars() || bytes > settings.memoryBytes()) {
      bytes -= oldest.next().size();
      oldest.remove();
    }
  }
}
