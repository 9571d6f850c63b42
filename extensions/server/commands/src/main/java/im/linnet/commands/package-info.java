/**
 * Ad-Hoc Commands (XEP-0050): {@link im.linnet.commands.Commands} executes the commands of bots and
 * servers, step by step, and offers commands to others.
 */
@NullMarked
package im.linnet.commands;

import org.jspecify.annotations.NullMarked;
