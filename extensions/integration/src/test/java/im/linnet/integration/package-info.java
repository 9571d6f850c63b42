/** Tests of what holds for all extensions. */
@org.jspecify.annotations.NullMarked
package im.linnet.integration;
