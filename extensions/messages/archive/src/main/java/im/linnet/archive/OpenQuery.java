package im.linnet.archive;

import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A query that was sent and not answered yet: collects its results. */
final class OpenQuery {

  /** The largest page, in characters: see {@link Element#weight()}. */
  static final long MAX_WEIGHT = 4L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(OpenQuery.class);

  /** Whether results are taken. */
  private enum Intake {
    OPEN,
    TOO_MANY,
    TOO_LARGE,
    /** The answer has arrived. */
    ENDED
  }

  private final @Nullable Jid entity;
  private final Jid archive;
  private final MessageQuery query;
  private final List<ArchivedMessage> messages = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private Intake intake = Intake.OPEN;
  private long weight;

  /**
   * A query.
   *
   * @param entity the room or other entity asked, or null for the own account
   * @param archive the bare address of the archive
   * @param query what was asked
   */
  OpenQuery(@Nullable Jid entity, Jid archive, MessageQuery query) {
    this.entity = entity;
    this.archive = archive;
    this.query = query;
  }

  /** Whether results from this sender may be believed. */
  boolean isFrom(@Nullable Jid sender) {
    return sender == null ? entity == null : sender.equals(archive);
  }

  /**
   * Takes a result.
   *
   * @return false if it came too late or is not from this archive; a malformed or repeated one is
   *     only left out
   */
  synchronized boolean take(Element result) {
    if (intake == Intake.ENDED) {
      return false;
    }
    ArchivedMessage message;
    try {
      message = ArchivedMessage.of(result, archive);
    } catch (IllegalArgumentException malformed) {
      LOG.debug("Left out a result: {}", malformed.getMessage());
      return true;
    }
    if (!isOfArchive(message.message())) {
      return false;
    }
    if (intake == Intake.OPEN && ids.add(message.id())) {
      add(message);
    }
    return true;
  }

  /** A room may not speak for others. */
  private boolean isOfArchive(@Nullable Message message) {
    Jid from = message == null ? null : message.from();
    return entity == null || from == null || from.bare().equals(entity);
  }

  private void add(ArchivedMessage message) {
    weight += message.element().weight();
    if (messages.size() >= query.paging().max()) {
      intake = Intake.TOO_MANY;
    } else if (weight > MAX_WEIGHT) {
      intake = Intake.TOO_LARGE;
    }
    if (intake == Intake.OPEN) {
      messages.add(message);
    } else {
      messages.clear();
      ids.clear();
    }
  }

  /**
   * Makes a page of the answer and the results before it.
   *
   * @throws IllegalArgumentException if the answer is malformed, or the results were too many
   */
  synchronized Page finish(Iq answer) {
    Element fin = answer.payload();
    if (fin == null || !fin.is("fin", MessageArchive.NAMESPACE)) {
      throw new IllegalArgumentException(
          "answer: without <fin xmlns='%s'/>".formatted(MessageArchive.NAMESPACE));
    }
    Intake before = intake;
    intake = Intake.ENDED;
    return switch (before) {
      case OPEN -> Page.of(query, messages, fin);
      case ENDED -> throw new IllegalArgumentException("answer: a second one");
      case TOO_MANY ->
          throw new OversizedPage(
              "page: too many results (expected: <= %d)".formatted(query.paging().max()));
      case TOO_LARGE ->
          throw new OversizedPage(
              "page: too large (expected: <= %d characters; ask for fewer messages)"
                  .formatted(MAX_WEIGHT));
    };
  }
}
