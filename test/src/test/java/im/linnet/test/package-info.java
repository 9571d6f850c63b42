/** Tests of the tools, and real clients with servers that mean no good. */
@NullMarked
package im.linnet.test;

import org.jspecify.annotations.NullMarked;
