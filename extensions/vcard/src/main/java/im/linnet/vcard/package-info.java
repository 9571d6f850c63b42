/** vcard-temp (XEP-0054), typed. */
@NullMarked
package im.linnet.vcard;

import org.jspecify.annotations.NullMarked;
