/** Invitations to a server and to a contact list (XEP-0379, XEP-0401, XEP-0445). */
module im.linnet.invites {
  requires transitive im.linnet.core;
  requires im.linnet.commands;
  requires im.linnet.forms;
  requires transitive im.linnet.registration;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.invites;
}
