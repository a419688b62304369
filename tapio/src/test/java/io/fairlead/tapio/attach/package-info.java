/** Tests of the attachment, with their own forwarder in place of the engine. */
@NullMarked
package io.fairlead.tapio.attach;

import org.jspecify.annotations.NullMarked;
