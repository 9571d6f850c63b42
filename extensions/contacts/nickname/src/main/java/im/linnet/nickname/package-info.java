/**
 * User Nickname (XEP-0172): {@link im.linnet.nickname.Nickname} is the name by which users
 * introduce themselves.
 */
@NullMarked
package im.linnet.nickname;

import org.jspecify.annotations.NullMarked;
