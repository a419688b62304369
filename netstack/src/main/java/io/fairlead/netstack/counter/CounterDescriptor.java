package io.fairlead.netstack.counter;

/** One counter of a documented set; enums implement it. Its label is {@link CounterSet#label}. */
@FunctionalInterface
public interface CounterDescriptor {

    /**
     * What is counted, in a sentence.
     *
     * @return the description, as it stands in {@code docs/counters.md}
     */
    String description();
}
