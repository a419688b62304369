package io.fairlead.tools.capture;

import java.io.IOException;
import java.nio.file.Path;

/** A capture file that cannot be read on, and from which byte on. */
public final class CaptureException extends IOException {

    private static final long serialVersionUID = 1L;

    CaptureException(final Path file, final long offset, final String reason) {
        super(file + ": at byte " + offset + ": " + reason);
    }
}
