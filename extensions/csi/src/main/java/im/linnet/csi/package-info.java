/**
 * Client State Indication (XEP-0352): {@link im.linnet.csi.ClientState} lets the server hold back
 * what nobody looks at.
 */
@NullMarked
package im.linnet.csi;

import org.jspecify.annotations.NullMarked;
