/**
 * Blocking Command (XEP-0191) with Blocking Command Reports (XEP-0377): {@link
 * im.linnet.blocking.Blocking} keeps the account's block list, changes it and reports abuse.
 */
@NullMarked
package im.linnet.blocking;

import org.jspecify.annotations.NullMarked;
