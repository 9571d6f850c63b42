/** Ad-Hoc Commands (XEP-0050). */
module im.linnet.commands {
  requires transitive im.linnet.core;
  requires transitive im.linnet.forms;
  requires transitive im.linnet.disco;
  requires static transitive org.jspecify;

  exports im.linnet.commands;
}
