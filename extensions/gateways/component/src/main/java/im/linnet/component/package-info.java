/** Jabber Component Protocol (XEP-0114): a client that is a component of a server. */
@NullMarked
package im.linnet.component;

import org.jspecify.annotations.NullMarked;
