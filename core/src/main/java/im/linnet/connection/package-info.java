/**
 * A client's connection: its states ({@link im.linnet.connection.ConnectionState}), the stream that
 * was bound or saved ({@link im.linnet.connection.BoundStream}, {@link
 * im.linnet.connection.SavedStream}), and the settings that keep it ({@link
 * im.linnet.connection.KeepAlive}, {@link im.linnet.connection.ReconnectPolicy}, {@link
 * im.linnet.connection.BacklogLimits}).
 */
@NullMarked
package im.linnet.connection;

import org.jspecify.annotations.NullMarked;
