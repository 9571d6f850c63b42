package im.linnet.blocking;

import im.linnet.forwarding.StanzaId;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why an address is blocked, for the operator of the own server (XEP-0377, section 4). Immutable
 * value.
 *
 * <pre>{@code
 * Report report = Report.spam().withText("Advertises pills", "en").allowing(Report.Processing.ORIGIN);
 * }</pre>
 */
public final class Report implements Payload {

  /** The namespace, and the disco feature of servers that process reports. */
  public static final String NAMESPACE = "urn:xmpp:reporting:1";

  /** The reason for unwanted messages. */
  public static final String SPAM = "urn:xmpp:reporting:spam";

  /** The reason for abuse in general. */
  public static final String ABUSE = "urn:xmpp:reporting:abuse";

  /** Reads the payload. */
  public static final Type<Report> TYPE = new Type<>("report", NAMESPACE, Report::of);

  /** What the server may do with a report (section 5). */
  public enum Processing {
    /** Forward it to the domain of the reported address. */
    ORIGIN("report-origin"),
    /** Forward it to others, who may keep statistics and block lists. */
    THIRD_PARTY("third-party");

    private final String wireName;

    Processing(String wireName) {
      this.wireName = wireName;
    }
  }

  private final String reason;
  private final @Nullable String text;
  private final @Nullable String lang;
  private final List<StanzaId> messages;
  private final Set<Processing> allowed;

  private Report(
      String reason,
      @Nullable String text,
      @Nullable String lang,
      List<StanzaId> messages,
      Set<Processing> allowed) {
    this.reason = reason;
    this.text = text;
    this.lang = lang;
    this.messages = messages;
    this.allowed = allowed;
  }

  /** {@return a report of unwanted messages} */
  public static Report spam() {
    return because(SPAM);
  }

  /** {@return a report of abuse in general} */
  public static Report abuse() {
    return because(ABUSE);
  }

  /**
   * A report for another registered reason.
   *
   * @param reason the URN of the reason
   * @return the report
   */
  public static Report because(String reason) {
    return new Report(Objects.requireNonNull(reason, "reason"), null, null, List.of(), Set.of());
  }

  /**
   * Reads a report. Malformed message ids are left out.
   *
   * @param element the {@code <report/>}
   * @return the report
   * @throws IllegalArgumentException if it is another element or has no reason
   */
  public static Report of(Element element) {
    String reason = element.attribute("reason");
    if (!element.is("report", NAMESPACE) || reason == null) {
      throw new IllegalArgumentException("report: no reason (expected: the URN of a reason)");
    }
    List<StanzaId> messages = new ArrayList<>();
    for (Element id : element.children("stanza-id", StanzaId.NAMESPACE)) {
      try {
        messages.add(StanzaId.of(id));
      } catch (IllegalArgumentException malformed) {
        // Left out: the others may be well-formed.
      }
    }
    Set<Processing> allowed = EnumSet.noneOf(Processing.class);
    for (Processing processing : Processing.values()) {
      if (element.child(processing.wireName) != null) {
        allowed.add(processing);
      }
    }
    Element text = element.child("text");
    return new Report(
        reason,
        text == null ? null : text.text(),
        text == null ? null : text.lang(),
        List.copyOf(messages),
        Set.copyOf(allowed));
  }

  /**
   * Adds an explanation.
   *
   * @param words what the user says about the report
   * @param language the language tag of the text, or null if unknown
   * @return a copy with it
   */
  public Report withText(String words, @Nullable String language) {
    return new Report(reason, Objects.requireNonNull(words, "words"), language, messages, allowed);
  }

  /**
   * Adds the messages that the report is about (section 6).
   *
   * @param ids the ids that the archive of the own account gave them
   * @return a copy with these in place of earlier ones
   */
  public Report withMessages(List<StanzaId> ids) {
    return new Report(reason, text, lang, List.copyOf(ids), allowed);
  }

  /**
   * Allows the server to forward the report (section 5). By default it may not.
   *
   * @param processing what it may do
   * @return a copy with these in place of earlier ones
   */
  public Report allowing(Processing... processing) {
    return new Report(reason, text, lang, messages, Set.copyOf(Arrays.asList(processing)));
  }

  /** {@return the URN of the reason} */
  public String reason() {
    return reason;
  }

  /** {@return the explanation, or null} */
  public @Nullable String text() {
    return text;
  }

  /** {@return the language of the explanation, or null} */
  public @Nullable String lang() {
    return lang;
  }

  /** {@return the messages that the report is about} */
  public List<StanzaId> messages() {
    return messages;
  }

  /** {@return what the server may do with the report} */
  public Set<Processing> allowed() {
    return allowed;
  }

  @Override
  public Element toElement() {
    ElementBuilder report = Element.builder("report", NAMESPACE).attribute("reason", reason);
    messages.forEach(id -> report.child(id.toElement()));
    if (text != null) {
      report.child(Element.builder("text", NAMESPACE).lang(lang).text(text).build());
    }
    for (Processing processing : Processing.values()) {
      if (allowed.contains(processing)) {
        report.child(Element.of(processing.wireName, NAMESPACE));
      }
    }
    return report.build();
  }

  private List<@Nullable Object> parts() {
    return Arrays.asList(reason, text, lang, messages, allowed);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Report that && parts().equals(that.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  /** {@return the report without the user's words} */
  @Override
  public String toString() {
    return "Report[%s, %d messages, allowed=%s]".formatted(reason, messages.size(), allowed);
  }
}
