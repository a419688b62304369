package io.fairlead.tools.daemon;

/** An administrator's order that cannot be carried out, with the reason and what to do instead. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    RefusedException(final String reason) {
        super(reason);
    }
}
