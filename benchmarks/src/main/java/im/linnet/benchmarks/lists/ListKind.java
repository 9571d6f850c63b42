package im.linnet.benchmarks.lists;

import java.util.Locale;

/** What is read, and how much of it. */
enum ListKind {
  /** A room is joined, and left again. */
  ROOM(2_000, "joining a room, occupants"),
  /** An archive is read to its end, in pages. */
  ARCHIVE(10_000, "reading an archive, messages"),
  /** The contacts are loaded. */
  ROSTER(5_000, "loading a roster, contacts");

  /** How many messages of the archive are asked for at once. */
  static final int PAGE = 100;

  /** How many entries it has. */
  final int entries;

  private final String words;

  ListKind(int entries, String words) {
    this.entries = entries;
    this.words = words;
  }

  String title() {
    return "%s: %,d".formatted(words, entries);
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
