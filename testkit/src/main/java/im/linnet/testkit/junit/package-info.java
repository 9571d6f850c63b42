/**
 * Servers that JUnit starts and stops. Needs {@code junit-jupiter-api}, as all tests by it have.
 */
@NullMarked
package im.linnet.testkit.junit;

import org.jspecify.annotations.NullMarked;
