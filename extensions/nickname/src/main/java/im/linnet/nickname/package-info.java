/**
 * User Nickname (XEP-0172): {@link im.linnet.nickname.Nickname} is what people call themselves when
 * they introduce themselves.
 */
@NullMarked
package im.linnet.nickname;

import org.jspecify.annotations.NullMarked;
