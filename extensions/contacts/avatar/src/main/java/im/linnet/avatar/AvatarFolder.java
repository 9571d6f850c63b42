package im.linnet.avatar;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of avatars, each a file named by its hash and nothing else, so no name of a file comes
 * from others. Files are written under another name and moved, and checked when read: one that is
 * damaged is deleted. The longest unused ones are deleted if there are too many. Other files are
 * left alone. A folder that can't be used is like an empty one, and a warning says so once.
 *
 * <p>For one thread.
 */
final class AvatarFolder {

  private static final Logger LOG = LoggerFactory.getLogger(AvatarFolder.class);

  private static final Pattern STORED = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern UNFINISHED = Pattern.compile("[0-9a-f]{40}-.*\\.tmp");
  private static final Duration ABANDONED = Duration.ofHours(1);
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final Path path;
  private final AvatarSettings settings;

  /** The size of each file, the longest unused one first; null until the folder was listed. */
  private @Nullable Map<String, Long> sizes;

  private long bytes;
  private boolean warned;

  /** A file found in the folder. */
  private record Found(String name, long size, FileTime used) {}

  AvatarFolder(Path path, AvatarSettings settings) {
    this.path = path;
    this.settings = settings;
  }

  /** The avatar with this hash, or null. */
  @Nullable Avatar find(String hash) {
    try {
      Map<String, Long> files = files();
      Avatar avatar = read(hash);
      if (avatar == null) {
        forget(files, hash);
        return null;
      }
      remember(files, avatar);
      Files.setLastModifiedTime(path.resolve(hash), FileTime.from(Instant.now()));
      return avatar;
    } catch (IOException | UnsupportedOperationException | SecurityException failure) {
      warn(failure);
      return null;
    }
  }

  void store(Avatar avatar) {
    try {
      Map<String, Long> files = files();
      if (!files.containsKey(avatar.hash()) && avatar.size() <= settings.folderBytes()) {
        write(avatar);
        remember(files, avatar);
        makeRoom(files);
      }
    } catch (IOException | UnsupportedOperationException | SecurityException failure) {
      warn(failure);
    }
  }

  /** The avatar in a file; null if there is none, or the file was damaged and is now deleted. */
  private @Nullable Avatar read(String hash) throws IOException {
    Path file = path.resolve(hash);
    byte[] content;
    try (var channel = Files.newByteChannel(file, READ)) {
      content = Channels.newInputStream(channel).readNBytes(settings.maxBytes() + 1);
    } catch (NoSuchFileException absent) {
      return null;
    }
    if (content.length > settings.maxBytes()) {
      return null;
    }
    try {
      Avatar avatar = Avatar.owning(content);
      if (avatar.hash().equals(hash)) {
        return avatar;
      }
    } catch (RejectedPictureException damaged) {
      LOG.debug("{} holds no picture", file, damaged);
    }
    LOG.warn("Deleting {}, whose content is damaged", file);
    Files.deleteIfExists(file);
    return null;
  }

  private void write(Avatar avatar) throws IOException {
    Path unfinished =
        Files.createTempFile(path, avatar.hash() + "-", ".tmp", ownerOnly("rw-------"));
    try {
      Files.write(unfinished, avatar.shared());
      Files.move(
          unfinished,
          path.resolve(avatar.hash()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private FileAttribute<?>[] ownerOnly(String permissions) {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> owners = PosixFilePermissions.fromString(permissions);
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(owners)};
  }

  /** Lists the folder when it is first used, and creates it if it is absent. */
  private Map<String, Long> files() throws IOException {
    Map<String, Long> listed = sizes;
    if (listed == null) {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path, ownerOnly("rwx------"));
      }
      listed = new LinkedHashMap<>(16, 0.75f, true);
      for (Found file : list()) {
        listed.put(file.name, file.size);
        bytes += file.size;
      }
      sizes = listed;
    }
    return listed;
  }

  /** The avatars in the folder, the longest unused one first; deletes abandoned files. */
  private List<Found> list() throws IOException {
    List<Found> found = new ArrayList<>();
    Instant old = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
      for (Path file : all) {
        String name = String.valueOf(file.getFileName());
        BasicFileAttributes attributes = attributes(file);
        if (attributes == null || !attributes.isRegularFile()) {
          continue;
        }
        if (STORED.matcher(name).matches()) {
          found.add(new Found(name, attributes.size(), attributes.lastModifiedTime()));
        } else if (UNFINISHED.matcher(name).matches()
            && attributes.lastModifiedTime().toInstant().isBefore(old)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
    found.sort(Comparator.comparing(Found::used));
    return found;
  }

  /** The attributes of a file, or null if another client has deleted it meanwhile. */
  private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  private void remember(Map<String, Long> files, Avatar avatar) {
    forget(files, avatar.hash());
    files.put(avatar.hash(), (long) avatar.size());
    bytes += avatar.size();
  }

  private void forget(Map<String, Long> files, String hash) {
    Long size = files.remove(hash);
    bytes -= size == null ? 0 : size;
  }

  private void makeRoom(Map<String, Long> files) throws IOException {
    Iterator<Map.Entry<String, Long>> oldest = files.entrySet().iterator();
    while (files.size() > settings.folderAvatars() || bytes > settings.folderBytes()) {
      Map.Entry<String, Long> file = oldest.next();
      bytes -= file.getValue();
      Files.deleteIfExists(path.resolve(file.getKey()));
      oldest.remove();
    }
  }

  private void warn(Exception failure) {
    if (warned) {
      LOG.debug("Avatars are not cached in {}", path, failure);
    } else {
      warned = true;
      LOG.warn(
          "Avatars are not cached in {}: {}. Check that it is a folder that this program may write",
          path,
          failure.toString());
    }
  }
}
