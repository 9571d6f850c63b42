/**
 * Service Discovery (XEP-0030): {@link im.linnet.disco.Disco} asks others what they are and can do,
 * and answers those who ask this client.
 */
@NullMarked
package im.linnet.disco;

import org.jspecify.annotations.NullMarked;
