/** Data Forms (XEP-0004) with validation (XEP-0122) and media elements (XEP-0221). */
module im.linnet.forms {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;

  exports im.linnet.forms;
}
