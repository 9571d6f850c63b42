/**
 * Last Activity (XEP-0012), Software Version (XEP-0092), Entity Time (XEP-0202) and External
 * Service Discovery (XEP-0215): one extension each, which asks, and answers others only where the
 * program allows it.
 */
@NullMarked
package im.linnet.about;

import org.jspecify.annotations.NullMarked;
