package im.linnet.xml;

import im.linnet.xml.StreamParseException.Condition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one XML stream (RFC 6120, sections 4 and 11) from byte ranges of any size: its header, each
 * child of its root as a complete {@link Element}, and its end. Input that XML 1.0 (5th edition),
 * Namespaces in XML 1.0 or RFC 6120 forbids, or that exceeds the {@link XmlLimits}, is refused with
 * the matching stream error condition.
 *
 * <p>The parser works in one pass. Between two calls it keeps only its {@link State}, the
 * unfinished element and the {@link Tail} of the last chunk. The boundaries of the ranges affect
 * neither the events nor the errors and their offsets. Nothing inside the root resets the parser; a
 * new stream needs a new parser.
 *
 * <p>Where the specifications leave a choice:
 *
 * <ul>
 *   <li>An XML declaration is optional, is at byte 0 and has at most 8 KiB. Versions 1.0, 1.1 and
 *       so on are all read as 1.0 (XML 1.0, section 2.8); any other is {@code not-well-formed}, an
 *       encoding other than UTF-8 {@code unsupported-encoding}, {@code standalone='no'} {@code
 *       restricted-xml}; a declaration anywhere else is {@code not-well-formed}, and any other
 *       processing instruction {@code restricted-xml}.
 *   <li>Between the children of the root, and before and after the root, only white space is
 *       allowed; other characters, CDATA sections and references of any kind are {@code
 *       bad-format}. So is {@code stream} in the streams namespace as a child of the root.
 *   <li>After the root's end tag white space is ignored; anything else is {@code bad-format}.
 *   <li>A byte order mark is {@code not-well-formed} (RFC 6120, section 11.6).
 * </ul>
 *
 * <p>For one thread at a time.
 */
public final class StreamParser {

  private static final String CDATA_START = "[CDATA[";
  private static final int EBCDIC_LESS = 0x4C;

  private final Input in = new Input();
  private final Tail tail = new Tail();
  private final Token token = new Token();
  private final NamespaceScope scope = new NamespaceScope(in);
  private final ElementStack stack = new ElementStack(scope);
  private final Grant grant = new Grant(stack);
  private final CharacterData characters = new CharacterData(in, token, grant);
  private final Tags tags;

  /** The maximum number of bytes of the current unit. */
  private int unitBytes;

  private XmlLimits limits;

  /** The limits that take effect with the next child of the root, or null if they already apply. */
  private @Nullable XmlLimits due;

  private State state = State.START;

  /** Null except while a declaration is being read. */
  private @Nullable XmlDeclaration declaration;

  private @Nullable InstructionTarget target;

  /** The number of bytes of a keyword that have matched so far. */
  private int matched;

  private Use use = Use.IDLE;

  private enum Use {
    /** Ready for bytes. */
    IDLE,
    /** Reading bytes. */
    FEEDING,
    /** Reading stops after the current event. */
    PAUSED,
    /** The stream has failed. */
    DEAD
  }

  /**
   * A parser at the start of a stream.
   *
   * @param limits how much the peer may send
   * @param events receives what was read
   */
  public StreamParser(XmlLimits limits, StreamEvents events) {
    this.limits = Objects.requireNonNull(limits, "limits");
    this.due = limits;
    Objects.requireNonNull(events, "events");
    tags = new Tags(in, token, characters, scope, stack, events);
  }

  /**
   * Reads the next bytes. No reference to the array is kept.
   *
   * @param bytes contains the bytes that follow those of the last call
   * @param offset the index of the first byte
   * @param length the number of bytes
   * @return the number of bytes consumed: all, unless an event called {@link #pause}
   * @throws StreamParseException if the bytes are refused; the parser can't be used any more
   * @throws IllegalStateException if the parser has failed, or if called from within an event
   */
  public int feed(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (use == Use.FEEDING || use == Use.PAUSED) {
      throw new IllegalStateException("feed: called from within an event (expected: after it)");
    }
    if (use == Use.DEAD) {
      throw new IllegalStateException("feed: the stream has failed (expected: a new parser)");
    }
    use = Use.FEEDING;
    Use next = Use.DEAD;
    try {
      int consumed = tail.length() == 0 ? 0 : readJoined(bytes, offset, length);
      if (consumed < length && use != Use.PAUSED) {
        tags.detach();
        in.attach(bytes, offset + consumed, length - consumed);
        consumed = run(Integer.MAX_VALUE) - offset;
      }
      if (state == State.OUTSIDE) {
        rest();
      }
      next = Use.IDLE;
      return consumed;
    } finally {
      token.detach();
      tags.detach();
      in.detach();
      use = next;
    }
  }

  /**
   * Makes {@link #feed} return after the byte that ended the event, without consuming the rest. A
   * root that is an empty-element tag ends two events with one byte; both are reported.
   *
   * @throws IllegalStateException if not called from within an event
   */
  public void pause() {
    if (use == Use.IDLE || use == Use.DEAD) {
      throw new IllegalStateException("pause: not within an event (expected: called from one)");
    }
    use = Use.PAUSED;
  }

  /**
   * Gives back the memory of names and tags that would be read faster if they came again, some
   * kilobytes on a stream that was busy. It is filled again by what comes. Not to be called from
   * within an event.
   */
  public void forget() {
    tags.forget();
    token.forget();
  }

  /**
   * Sets other limits, in effect from the next child of the root.
   *
   * @param now how much the peer may send
   */
  public void limits(XmlLimits now) {
    limits = Objects.requireNonNull(now, "limits");
    due = now;
  }

  /**
   * Sets what may exceed the limits, in effect from the next child of the root that reaches one. By
   * default nothing may.
   *
   * @param larger called for each such child
   */
  public void allowance(StanzaAllowance larger) {
    grant.by(Objects.requireNonNull(larger, "larger"));
  }

  /**
   * Replaces one namespace by another in what is read, so that stanzas look the same in every
   * content namespace (RFC 6120, section 4.8.2). Elements that already are in the other namespace
   * stay in it. The header reports the namespace as declared. By default nothing is replaced.
   *
   * @param onTheWire the content namespace, such as {@code jabber:component:accept}
   * @param replacement the namespace that replaces it, such as {@code jabber:client}
   * @throws IllegalStateException if something has been read
   */
  public void contentNamespace(String onTheWire, String replacement) {
    if (position() > 0) {
      throw new IllegalStateException("contentNamespace: the stream has begun (expected: before)");
    }
    tags.contentNamespace(
        Objects.requireNonNull(onTheWire, "onTheWire"),
        Objects.requireNonNull(replacement, "replacement"));
  }

  /** {@return the number of bytes consumed since the start of the stream} */
  public long position() {
    return in.offset() + tail.length();
  }

  /** {@return whether a child of the root has begun and not ended} */
  public boolean isWithinElement() {
    return tags.depth() > 1;
  }

  /**
   * {@return whether the root is open, and everything read since is complete children of it and
   * whitespace}
   */
  public boolean isBetweenElements() {
    return state == State.OUTSIDE && tags.depth() == 1;
  }

  /** Shrinks the buffers if a chunk ends with a stanza, as the next one may be long in coming. */
  private void rest() {
    tail.trim();
    token.trim();
    tags.trim();
  }

  /**
   * Reads the kept tail of the last chunk and continues into this one. Returns the number of bytes
   * consumed of this one.
   */
  private int readJoined(byte[] bytes, int offset, int length) {
    int kept = tail.length();
    int joined = tail.join(bytes, offset, length);
    in.attach(tail.bytes(), 0, kept + joined);
    if (joined == length) {
      return run(Integer.MAX_VALUE) - kept;
    }
    in.leaveNothing();
    return run(kept) - kept;
  }

  /**
   * Reads to the end of the chunk, or past a place. Returns the index up to which all is consumed.
   */
  private int run(int place) {
    do {
      while (in.ready() && use != Use.PAUSED && in.position < place) {
        // The usual case. The JIT compiles this loop as one unit, so the large switch stays out of
        // it.
        state = state == State.CONTENT ? content() : step();
      }
    } while (in.exhausted() && !in.left() && use != Use.PAUSED && isGrantedMore());
    if (in.left()) {
      int end = in.chunkEnd();
      tail.keep(in.bytes, in.position, end);
      return end;
    }
    return in.position;
  }

  /** Extends the limit of the current child of the root, if the allowance permits it. */
  private boolean isGrantedMore() {
    int granted = grant.bytes();
    if (granted <= unitBytes) {
      throw tooLarge(granted);
    }
    in.extendUnit(granted - unitBytes);
    unitBytes = granted;
    return true;
  }

  private StreamParseException tooLarge(int granted) {
    String what = "a %s of more than %d bytes".formatted(tags.unit(), unitBytes);
    return granted == unitBytes
        ? StreamParseException.beyondAllowance(what, in.offset())
        : in.error(Condition.POLICY_VIOLATION, what + " (XmlLimits.stanzaBytes)");
  }

  private State step() {
    return switch (state) {
      case START -> start();
      case OPEN_FIRST -> openFirst();
      case DECLARATION -> declaration();
      case OUTSIDE -> outside();
      case STRAY -> stray();
      case OPEN -> open();
      case EXCLAMATION -> exclamation();
      case INSTRUCTION -> instruction();
      case CDATA_START -> cdataStart();
      case CDATA -> characters.cdata() ? State.TEXT : State.CDATA;
      case CONTENT -> content();
      case TEXT -> text();
      case ELEMENT_NAME -> tags.elementName();
      case IN_TAG -> tags.inTag();
      case IN_TAG_SPACE -> tags.inTagSpace();
      case ATTRIBUTE_NAME -> tags.attributeName();
      case EQUALS -> tags.equalsSign();
      case QUOTE -> tags.quote();
      case VALUE -> tags.value();
      case EMPTY_TAG -> tags.emptyTag();
      case END_NAME -> tags.endName();
      case END_SPACE -> tags.endSpace();
      case CLOSED -> closed();
    };
  }

  private State start() {
    int b = in.peek();
    if (b == '<') {
      beginUnit();
      return State.OPEN_FIRST;
    }
    requireNoNul(b);
    if (b == EBCDIC_LESS) {
      throw in.error(Condition.UNSUPPORTED_ENCODING, "0x4C, as EBCDIC begins with");
    }
    return State.OUTSIDE;
  }

  /** After a first byte {@code <}: the only place for an XML declaration. */
  private State openFirst() {
    requireNoNul(in.peek());
    if (in.peek() != '?') {
      return State.OPEN;
    }
    in.position++;
    declaration = new XmlDeclaration(in, token);
    return State.DECLARATION;
  }

  private State declaration() {
    if (!Objects.requireNonNull(declaration, "declaration").read()) {
      return State.DECLARATION;
    }
    declaration = null;
    in.closeUnit();
    return State.OUTSIDE;
  }

  /** Detects UTF-16 and UTF-32 by a NUL among the first two bytes. */
  private void requireNoNul(int b) {
    if (b == 0) {
      throw in.error(Condition.UNSUPPORTED_ENCODING, "U+0000, as in UTF-16 or UTF-32");
    }
  }

  private State outside() {
    while (in.ready()) {
      int b = in.peek();
      if (b == '<') {
        beginUnit();
        return in.ready() ? open() : State.OPEN;
      }
      if (!ByteClass.isSpace(b)) {
        return State.STRAY;
      }
      in.position++;
    }
    return State.OUTSIDE;
  }

  private State closed() {
    while (in.ready()) {
      if (!ByteClass.isSpace(in.peek())) {
        return State.STRAY;
      }
      in.position++;
    }
    return State.CLOSED;
  }

  /**
   * Reads all bytes of a character that is not allowed between stanzas, to name it in the error.
   */
  private State stray() {
    int b = in.peek();
    if (b < 0x80 && !XmlChars.isChar(b) && !token.utf8.pending()) {
      throw in.unexpectedByte("is no XML character");
    }
    long at = in.offset();
    int codePoint = token.utf8.next(in);
    if (codePoint < 0) {
      return State.STRAY;
    }
    if (codePoint == 0xFEFF && at == 2) {
      throw new StreamParseException(
          Condition.NOT_WELL_FORMED, "a byte order mark (expected: none, RFC 6120, 11.6)", 0);
    }
    throw new StreamParseException(
        Condition.BAD_FORMAT, "U+%04X outside of any stanza".formatted(codePoint), at);
  }

  /** At a {@code <} that begins the root, the root's end tag, or a child of the root. */
  private void beginUnit() {
    unitBytes = limits.stanzaBytes();
    in.openUnit(unitBytes);
    grant.begin();
    characters.limit(limits.textBytes());
    if (due != null) {
      tags.limits(due);
      due = null;
    }
    in.position++;
  }

  /** After a tag. */
  private State content() {
    int from = in.position;
    String text = characters.textAtOnce();
    if (text == null) {
      return in.left() ? State.CONTENT : text();
    }
    if (!text.isEmpty()) {
      // As many characters as bytes means ASCII, and text read unescaped needs no escaping.
      tags.text(text, text.length() == in.position - from);
    }
    in.position++;
    return in.ready() ? open() : State.OPEN;
  }

  private State text() {
    if (!characters.text()) {
      return State.TEXT;
    }
    in.position++;
    return in.ready() ? open() : State.OPEN;
  }

  /** After {@code <}. Anything except a CDATA section ends the text before it. */
  private State open() {
    int b = in.peek();
    if (b == '!') {
      in.position++;
      return State.EXCLAMATION;
    }
    if (!token.isEmpty()) {
      tags.text(token.text(), false);
      token.clear();
    }
    if (b == '/') {
      in.position++;
      return tags.beginEnd();
    }
    if (b == '?') {
      in.position++;
      target = new InstructionTarget(in);
      return State.INSTRUCTION;
    }
    return tags.beginElement();
  }

  private State exclamation() {
    int b = in.peek();
    if (b == '-') {
      throw in.error(Condition.RESTRICTED_XML, "a comment");
    }
    if (b == 'D') {
      throw in.error(Condition.RESTRICTED_XML, "a document type declaration");
    }
    matched = 0;
    return State.CDATA_START;
  }

  private State cdataStart() {
    int b = in.peek();
    if (b != CDATA_START.charAt(matched)) {
      throw in.unexpectedByte("after <! that begins no CDATA section");
    }
    matched++;
    if (matched < CDATA_START.length()) {
      in.position++;
      return State.CDATA_START;
    }
    if (tags.depth() < 2) {
      throw in.error(Condition.BAD_FORMAT, "a CDATA section outside of any stanza");
    }
    in.position++;
    characters.beginCdata();
    return State.CDATA;
  }

  /**
   * After {@code <?} where no declaration is allowed: a misplaced declaration or an instruction.
   */
  private State instruction() {
    if (Objects.requireNonNull(target, "target").read()) {
      throw in.error(Condition.NOT_WELL_FORMED, "an XML declaration inside the stream");
    }
    return State.INSTRUCTION;
  }
}
