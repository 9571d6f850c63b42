package im.linnet.timeline;

import im.linnet.file.OwnFile;
import im.linnet.jid.Jid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mark in a file: a line with the account, one with the time, and then one for each id and each
 * fingerprint, which begin with {@code id} and {@code known}.
 */
final class MarkFile implements TimelineStore {

  private static final int MAX_SIZE = 1 << 20;
  private static final String ID = "id ";
  private static final String KNOWN = "known ";

  private final OwnFile file;

  MarkFile(Path file) {
    this.file = new OwnFile(file, OwnFile.Guard.BELIEVED, "delete it to begin a new timeline");
  }

  @Override
  public @Nullable TimelineMark load(Jid account) throws IOException {
    byte[] bytes = file.read(MAX_SIZE);
    if (bytes == null) {
      return null;
    }
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    if (lines.size() < 2 || !lines.get(0).equals("account " + account)) {
      throw file.problem("no timeline of " + account + "; delete it to begin a new one");
    }
    List<String> ids = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      if (line.startsWith(ID)) {
        ids.add(line.substring(ID.length()));
      } else if (line.startsWith(KNOWN)) {
        known.add(line.substring(KNOWN.length()));
      }
    }
    try {
      return new TimelineMark(ids, Instant.parse(lines.get(1)), known);
    } catch (DateTimeException malformed) {
      throw file.problem("the second line is no time; delete it to begin a new timeline");
    }
  }

  @Override
  public void save(Jid account, TimelineMark mark) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("account ").append(account).append('\n').append(mark.since()).append('\n');
    mark.ids().forEach(id -> text.append(ID).append(id).append('\n'));
    mark.known().forEach(known -> text.append(KNOWN).append(known).append('\n'));
    file.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "TimelineStore[" + file + "]";
  }
}
