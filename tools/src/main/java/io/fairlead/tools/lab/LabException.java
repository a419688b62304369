package io.fairlead.tools.lab;

/** The lab could not be built, or something in it did not happen in time; the message is meant for a person. */
public final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LabException(final String message) {
        super(message);
    }

    public LabException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
