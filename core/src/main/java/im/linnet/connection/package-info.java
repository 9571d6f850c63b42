/**
 * A client's connection: its states ({@link im.linnet.connection.ConnectionState}), bound and saved
 * streams ({@link im.linnet.connection.BoundStream}, {@link im.linnet.connection.SavedStream}), and
 * its settings ({@link im.linnet.connection.KeepAlive}, {@link
 * im.linnet.connection.ReconnectPolicy}, {@link im.linnet.connection.BacklogLimits}).
 */
@NullMarked
package im.linnet.connection;

import org.jspecify.annotations.NullMarked;
