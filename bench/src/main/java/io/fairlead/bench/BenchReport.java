package io.fairlead.bench;

/** What a benchmark has found. */
public interface BenchReport {

    /**
     * For people.
     *
     * @return lines
     */
    String table();

    /**
     * For programs.
     *
     * @return a JSON object
     */
    String json();

    /**
     * Whether all was measured that should have been.
     *
     * @return false makes the command fail, after the report was printed
     */
    default boolean isComplete() {
        return true;
    }
}
