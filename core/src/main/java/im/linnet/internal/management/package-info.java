/**
 * Stream management on the client side (XEP-0198): stanzas sent and not yet acknowledged, stanzas
 * received, and resumption. Independent of connections.
 */
@NullMarked
package im.linnet.internal.management;

import org.jspecify.annotations.NullMarked;
