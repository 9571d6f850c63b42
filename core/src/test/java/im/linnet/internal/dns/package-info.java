/** Tests of the look-up of services and addresses. */
@NullMarked
package im.linnet.internal.dns;

import org.jspecify.annotations.NullMarked;
