/**
 * A browser for tests: Chromium without a window, driven by the DevTools protocol over the JDK's
 * WebSocket client.
 */
@NullMarked
package im.linnet.trace.browser;

import org.jspecify.annotations.NullMarked;
