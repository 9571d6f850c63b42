/**
 * Messages whose failures a gateway does not report, as PyMSNt understands them ({@code
 * sapo:noerror}). For bots only; see {@link im.linnet.noerror.NoErrorMessages}.
 */
@NullMarked
package im.linnet.noerror;

import org.jspecify.annotations.NullMarked;
