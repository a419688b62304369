/** Capture files, pcap and pcapng: read without copying, written with a comment for each frame. */
@NullMarked
package io.fairlead.tools.capture;

import org.jspecify.annotations.NullMarked;
