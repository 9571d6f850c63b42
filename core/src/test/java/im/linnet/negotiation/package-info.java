/** Tests of whole negotiations: a client against peers that keep to a script, word by word. */
@NullMarked
package im.linnet.negotiation;

import org.jspecify.annotations.NullMarked;
