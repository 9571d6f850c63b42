/** The fuzz target of handshakes, which needs what this package does not publish. */
package im.linnet.component;
