/**
 * Jabber Search (XEP-0055): {@link im.linnet.search.UserSearch} searches directories of users, with
 * data forms and with plain fields.
 */
@NullMarked
package im.linnet.search;

import org.jspecify.annotations.NullMarked;
