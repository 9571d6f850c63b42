/** The fuzz target of whole sessions, which needs what this package does not publish. */
package im.linnet.test;
