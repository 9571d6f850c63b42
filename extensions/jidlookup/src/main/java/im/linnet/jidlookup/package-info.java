/**
 * From the e-mail address of a Microsoft account to the address that Windows Live Messenger gave
 * it: {@link im.linnet.jidlookup.JidLookup}.
 */
@NullMarked
package im.linnet.jidlookup;

import org.jspecify.annotations.NullMarked;
