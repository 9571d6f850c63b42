/**
 * Client State Indication (XEP-0352): with {@link im.linnet.csi.ClientState} the server may hold
 * back unimportant traffic while the user is inactive.
 */
@NullMarked
package im.linnet.csi;

import org.jspecify.annotations.NullMarked;
