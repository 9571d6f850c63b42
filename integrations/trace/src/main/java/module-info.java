/** Traces of clients: files of JSON lines, and pages that show them. */
module im.linnet.trace {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires transitive im.linnet.core;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports im.linnet.trace;
}
