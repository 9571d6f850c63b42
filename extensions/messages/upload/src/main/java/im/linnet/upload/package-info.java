/**
 * HTTP File Upload (XEP-0363): {@link im.linnet.upload.Uploads} uploads files to the server's
 * service and downloads those that others share. With file metadata (XEP-0446) and stateless file
 * sharing (XEP-0447).
 */
@NullMarked
package im.linnet.upload;

import org.jspecify.annotations.NullMarked;
