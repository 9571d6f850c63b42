package im.linnet.xml;

/**
 * The {@link StreamParser}'s place in the grammar between two bytes. Each state accepts or refuses
 * any byte, and the part of a token read so far is in the {@link Token}. So the parser can stop
 * after any byte and continue with the next one.
 *
 * <pre>
 *   START ---&lt;---&gt; OPEN_FIRST --?--&gt; DECLARATION --?&gt;--&gt; OUTSIDE
 *     |               '-----------as OPEN------------.
 *     '-space-&gt; OUTSIDE ---&lt;---&gt; OPEN                v
 *               (before the root,  |--name--&gt; ELEMENT_NAME -&gt; tag --&gt;--&gt; within
 *                between stanzas)  |--/-----&gt; END_NAME -&gt; END_SPACE --&gt;--&gt; within
 *               CONTENT, TEXT -&lt;--&gt;|--!-----&gt; EXCLAMATION -&gt; CDATA_START -&gt; CDATA --]]&gt;--&gt; TEXT
 *               (in a stanza)      '--?-----&gt; INSTRUCTION (always refused)
 *
 *   tag:    ELEMENT_NAME -&gt; IN_TAG --space--&gt; IN_TAG_SPACE --name--&gt; ATTRIBUTE_NAME
 *                             ^                                         |
 *                             '---quote--- VALUE &lt;--quote-- QUOTE &lt;--=-- EQUALS
 *           IN_TAG, IN_TAG_SPACE --/--&gt; EMPTY_TAG
 *
 *   within: CONTENT inside a stanza (TEXT from its first character on), OUTSIDE at its end, CLOSED at the root's end
 * </pre>
 */
enum State {
  START,
  OPEN_FIRST,
  DECLARATION,
  OUTSIDE,
  STRAY,
  OPEN,
  EXCLAMATION,
  INSTRUCTION,
  CDATA_START,
  CDATA,
  CONTENT,
  TEXT,
  ELEMENT_NAME,
  IN_TAG,
  IN_TAG_SPACE,
  ATTRIBUTE_NAME,
  EQUALS,
  QUOTE,
  VALUE,
  EMPTY_TAG,
  END_NAME,
  END_SPACE,
  CLOSED
}
