/** The fuzz targets of host-meta and frames, which need what this package does not publish. */
package im.linnet.websocket;
