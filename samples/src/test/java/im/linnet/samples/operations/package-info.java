/** Keeps docs/operations.md the same as what the sources say about failures. */
@NullMarked
package im.linnet.samples.operations;

import org.jspecify.annotations.NullMarked;
