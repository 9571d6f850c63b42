/**
 * Service Discovery (XEP-0030): {@link im.linnet.disco.Disco} queries identities, features and
 * items of others, and answers their queries.
 */
@NullMarked
package im.linnet.disco;

import org.jspecify.annotations.NullMarked;
