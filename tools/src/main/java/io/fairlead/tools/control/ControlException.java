package io.fairlead.tools.control;

/** Thrown when the daemon refuses a command, or does not answer; the message is a sentence for the administrator. */
public final class ControlException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong.
     *
     * @param message one line
     */
    public ControlException(String message) {
        super(message);
    }

    /**
     * Says what is wrong.
     *
     * @param message one line
     * @param cause of it
     */
    public ControlException(String message, Throwable cause) {
        super(message, cause);
    }
}
