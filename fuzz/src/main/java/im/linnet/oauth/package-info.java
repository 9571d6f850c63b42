/**
 * The fuzz target of answers of token endpoints, which needs what this package does not publish.
 */
package im.linnet.oauth;
