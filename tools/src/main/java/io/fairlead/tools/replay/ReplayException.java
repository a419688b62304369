package io.fairlead.tools.replay;

import java.io.IOException;

/** Why a capture cannot be replayed, with a remedy. */
public final class ReplayException extends IOException {

    private static final long serialVersionUID = 1L;

    ReplayException(final String message) {
        super(message);
    }
}
