/** User Nickname (XEP-0172). */
@NullMarked
package im.linnet.nickname;

import org.jspecify.annotations.NullMarked;
