package io.fairlead.tapio.attach;

/** Why an interface cannot be attached or detached: one sentence with its remedy. Nothing was changed. */
public final class AttachException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AttachException(final String message) {
        super(message);
    }

    AttachException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
