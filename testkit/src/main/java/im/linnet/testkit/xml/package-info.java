/**
 * A small tree for the input of the testkit's peers: enough to examine a stanza, to compare two and
 * to write one. It is read with Woodstox and shares no code with Linnet's own parser.
 */
@NullMarked
package im.linnet.testkit.xml;

import org.jspecify.annotations.NullMarked;
