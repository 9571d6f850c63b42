/** The probe of event loops, which needs what this package does not publish. */
package im.linnet;
