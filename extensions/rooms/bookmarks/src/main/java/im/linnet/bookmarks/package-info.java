/**
 * PEP Native Bookmarks (XEP-0402), and those of older clients (XEP-0048): {@link
 * im.linnet.bookmarks.Bookmarks} keeps the rooms of a user for all devices.
 */
@NullMarked
package im.linnet.bookmarks;

import org.jspecify.annotations.NullMarked;
