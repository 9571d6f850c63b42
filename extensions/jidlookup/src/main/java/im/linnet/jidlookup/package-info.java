/** From an e-mail address to the JID of a Messenger account. */
@NullMarked
package im.linnet.jidlookup;

import org.jspecify.annotations.NullMarked;
