/**
 * Looks up the JID that Windows Live Messenger gave to the e-mail address of a Microsoft account:
 * {@link im.linnet.jidlookup.JidLookup}.
 */
@NullMarked
package im.linnet.jidlookup;

import org.jspecify.annotations.NullMarked;
