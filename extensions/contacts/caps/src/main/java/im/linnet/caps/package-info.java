/**
 * Entity Capabilities (XEP-0115) and Entity Capabilities 2.0 (XEP-0390): {@link
 * im.linnet.caps.Caps} announces in presences, by a hash, what the client can do, and knows what
 * others can do by the hashes that they announce.
 */
@NullMarked
package im.linnet.caps;

import org.jspecify.annotations.NullMarked;
