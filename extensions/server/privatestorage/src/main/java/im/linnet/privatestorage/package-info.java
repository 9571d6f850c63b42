/**
 * Private XML Storage (XEP-0049): {@link im.linnet.privatestorage.PrivateStorage} keeps data of the
 * user on the server.
 */
@NullMarked
package im.linnet.privatestorage;

import org.jspecify.annotations.NullMarked;
