package io.fairlead.tools.config;

/** Says why a single value is refused; whoever knows its place in the file makes a {@link ConfigProblem} of it. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String remedy;

    Refusal(String reason, String remedy) {
        super(reason, null, false, false);
        this.reason = reason;
        this.remedy = remedy;
    }

    String reason() {
        return reason;
    }

    String remedy() {
        return remedy;
    }
}
