/** How many sign-ins a server gets, and in which order. */
@NullMarked
package im.linnet.fleet.internal.signin;

import org.jspecify.annotations.NullMarked;
