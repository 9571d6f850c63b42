/** Where threads meet in core: each test lets two or three meet, millions of times. */
@NullMarked
package im.linnet.races;

import org.jspecify.annotations.NullMarked;
