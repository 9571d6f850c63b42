/** Elements as StAX readers, for JAXB, Jackson XML and the transformers of the JDK. */
@NullMarked
package im.linnet.stax;

import org.jspecify.annotations.NullMarked;
