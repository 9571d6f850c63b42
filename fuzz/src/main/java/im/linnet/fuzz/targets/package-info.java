/** What is fuzzed, and what must hold for any input. */
@NullMarked
package im.linnet.fuzz.targets;

import org.jspecify.annotations.NullMarked;
