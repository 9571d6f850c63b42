package im.linnet.avatar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvatarFolderTest {

  @TempDir Path temp;

  @Test
  void keeps_avatars_by_their_hash_alone_for_another_run() throws IOException {
    Avatar avatar = Avatar.of(Pictures.png(1));
    folder(10, 10_000).store(avatar);

    assertThat(names()).containsExactly(avatar.hash());
    assertThat(Files.readAllBytes(path().resolve(avatar.hash()))).isEqualTo(avatar.bytes());
    assertThat(folder(10, 10_000).find(avatar.hash())).isEqualTo(avatar);
    assertThat(folder(10, 10_000).find(Pictures.hash(Pictures.png(2)))).isNull();
  }

  @Test
  void is_for_its_owner_only() throws IOException {
    Avatar avatar = Avatar.of(Pictures.png(1));
    folder(10, 10_000).store(avatar);
    if (path().getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
          .isEqualTo("rwx------");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(path().resolve(avatar.hash()))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void deletes_the_longest_unused_ones_beyond_its_limits() throws IOException {
    AvatarFolder folder = folder(3, 10_000);
    for (int i = 1; i <= 3; i++) {
      folder.store(Avatar.of(Pictures.png(i)));
    }
    assertThat(folder.find(Pictures.hash(Pictures.png(1)))).isNotNull();
    folder.store(Avatar.of(Pictures.png(4)));
    assertThat(names())
        .containsExactlyInAnyOrder(
            Pictures.hash(Pictures.png(1)),
            Pictures.hash(Pictures.png(3)),
            Pictures.hash(Pictures.png(4)));

    AvatarFolder small = folder(10, 500);
    small.store(Avatar.of(Pictures.png(5)));
    assertThat(names()).hasSize(2).contains(Pictures.hash(Pictures.png(5)));
    small.store(Avatar.of(Pictures.png(6, 501)));
    assertThat(names()).as("too large for the whole folder").hasSize(2);
  }

  @Test
  void knows_after_a_restart_which_ones_were_used_last() throws IOException {
    AvatarFolder folder = folder(10, 10_000);
    for (int i = 1; i <= 3; i++) {
      folder.store(Avatar.of(Pictures.png(i)));
    }
    Instant now = Instant.now();
    for (int i = 1; i <= 3; i++) {
      Files.setLastModifiedTime(
          path().resolve(Pictures.hash(Pictures.png(i))), FileTime.from(now.minusSeconds(i * 60L)));
    }
    folder(2, 10_000).store(Avatar.of(Pictures.png(4)));
    assertThat(names())
        .containsExactlyInAnyOrder(Pictures.hash(Pictures.png(1)), Pictures.hash(Pictures.png(4)));
  }

  @Test
  void deletes_a_damaged_file_when_it_is_read() throws IOException {
    String hash = Pictures.hash(Pictures.png(1));
    AvatarFolder folder = folder(10, 10_000);
    folder.store(Avatar.of(Pictures.png(1)));
    Files.write(path().resolve(hash), Pictures.without(Pictures.png(1), 1));
    assertThat(folder.find(hash)).isNull();
    assertThat(names()).isEmpty();

    Files.writeString(path().resolve(hash), "<svg/>");
    assertThat(folder.find(hash)).isNull();
    assertThat(names()).isEmpty();
    folder.store(Avatar.of(Pictures.png(1)));
    assertThat(folder.find(hash)).as("stored again").isNotNull();
  }

  @Test
  void reads_no_file_that_is_too_large_and_follows_no_link() throws IOException {
    byte[] large = Pictures.png(1, 5_000);
    Files.createDirectory(path());
    Files.write(path().resolve(Pictures.hash(large)), large);
    assertThat(folder(10, 10_000).find(Pictures.hash(large))).isNull();

    Path elsewhere = Files.write(temp.resolve("elsewhere"), Pictures.png(2));
    Path link = path().resolve(Pictures.hash(Pictures.png(2)));
    Files.createSymbolicLink(link, elsewhere);
    assertThat(folder(10, 10_000).find(Pictures.hash(Pictures.png(2)))).isNull();
  }

  @Test
  void leaves_other_files_alone_and_removes_abandoned_ones() throws IOException {
    Files.createDirectory(path());
    Files.writeString(path().resolve("notes.txt"), "mine");
    Files.createDirectory(path().resolve(Pictures.hash(Pictures.png(9))));
    Path old = Files.writeString(path().resolve("a".repeat(40) + "-1.tmp"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(7_200)));
    Files.writeString(path().resolve("b".repeat(40) + "-2.tmp"), "being written");

    folder(1, 10_000).store(Avatar.of(Pictures.png(1)));
    folder(1, 10_000).store(Avatar.of(Pictures.png(2)));

    assertThat(names())
        .containsExactlyInAnyOrder(
            "notes.txt",
            Pictures.hash(Pictures.png(9)),
            "b".repeat(40) + "-2.tmp",
            Pictures.hash(Pictures.png(2)));
  }

  @Test
  void a_folder_that_can_not_be_used_is_like_an_empty_one() throws IOException {
    Files.writeString(path(), "a file");
    AvatarFolder folder = folder(10, 10_000);
    folder.store(Avatar.of(Pictures.png(1)));
    assertThat(folder.find(Pictures.hash(Pictures.png(1)))).isNull();
    assertThat(Files.readString(path())).isEqualTo("a file");
  }

  @Test
  void a_cache_reads_it_on_a_thread_of_its_own_and_remembers() {
    AvatarSettings settings =
        AvatarSettings.builder().folder(path()).maxBytes(1_000).memory(1, 1_000).build();
    new AvatarFolder(path(), settings).store(Avatar.of(Pictures.png(1)));
    AvatarCache cache = new AvatarCache(settings);
    String hash = Pictures.hash(Pictures.png(1));
    assertThat(cache.inMemory(hash)).isNull();
    assertThat(cache.find(hash).join()).isPresent();
    assertThat(cache.inMemory(hash)).isNotNull();

    cache.put(Avatar.of(Pictures.png(2)));
    assertThat(cache.inMemory(hash)).as("room for one").isNull();
    assertThat(cache.find(hash).join()).isPresent();
    assertThat(cache.find(Pictures.hash(Pictures.png(2))).join()).isPresent();
    assertThat(cache.find("0".repeat(40)).join()).isEmpty();
  }

  @Test
  void a_cache_bounds_its_bytes_in_memory() {
    AvatarCache cache = new AvatarCache(AvatarSettings.builder().memory(10, 500).build());
    cache.put(Avatar.of(Pictures.png(1)));
    cache.put(Avatar.of(Pictures.png(2)));
    cache.put(Avatar.of(Pictures.png(1)));
    assertThat(cache.inMemory(Pictures.hash(Pictures.png(2)))).isNotNull();
    assertThat(cache.inMemory(Pictures.hash(Pictures.png(1)))).isNotNull();
    cache.put(Avatar.of(Pictures.png(3)));
    assertThat(cache.inMemory(Pictures.hash(Pictures.png(2)))).isNull();
    cache.put(Avatar.of(Pictures.png(4, 501)));
    assertThat(cache.inMemory(Pictures.hash(Pictures.png(4, 501)))).isNull();
    assertThat(cache.find("0".repeat(40)).join()).isEmpty();
  }

  private Path path() {
    return temp.resolve("avatars");
  }

  private AvatarFolder folder(int avatars, long bytes) {
    return new AvatarFolder(
        path(), AvatarSettings.builder().maxBytes(1_000).folderLimits(avatars, bytes).build());
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(path())) {
      return files.map(file -> String.valueOf(file.getFileName())).toList().stream();
    }
  }
}
