/**
 * Servers that JUnit starts and stops. Needs {@code junit-jupiter-api}, which every JUnit test has.
 */
@NullMarked
package im.linnet.testkit.junit;

import org.jspecify.annotations.NullMarked;
