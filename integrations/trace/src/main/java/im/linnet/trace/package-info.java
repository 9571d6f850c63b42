/**
 * Traces of clients. {@link im.linnet.trace.TraceFile} writes what one client sends, receives and
 * does as lines of JSON, {@link im.linnet.trace.TracePage} makes a page of HTML from them.
 *
 * <p>A file begins with a line of its version and its start, such as {@code
 * {"linnet-trace":1,"start":"2026-01-01T12:00:00Z"}}. In each other line {@code us} is the time
 * since then, in microseconds. Lines with {@code wire}, which is {@code out} or {@code in}, have
 * the XML in {@code xml}. Lines with {@code event} are calls of {@link
 * im.linnet.observe.WireListener}: the method is the event, and its parameters are fields of the
 * same names. The event {@code lost} has the {@code count} of lines that are missing there, and
 * {@code end} is the last line of a trace that was closed. Readers ignore what they do not know.
 */
@NullMarked
package im.linnet.trace;

import org.jspecify.annotations.NullMarked;
