/**
 * Many accounts over several JVMs: start with {@link im.linnet.fleet.Fleet}.
 *
 * <p>Each account has one session somewhere in the cluster. The state of its stream is kept in the
 * memory of a second node, so that another one resumes the stream when a node leaves or is lost.
 */
@NullMarked
package im.linnet.fleet;

import org.jspecify.annotations.NullMarked;
