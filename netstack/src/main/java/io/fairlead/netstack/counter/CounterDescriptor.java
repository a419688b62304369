package io.fairlead.netstack.counter;

/** One counter of a documented set; enums implement it. */
public interface CounterDescriptor {

    /**
     * The name an administrator reads, lower-case words with dashes and a module in front, such as {@code steering-steered}.
     *
     * @return the label
     */
    String label();

    /**
     * What is counted, in a sentence.
     *
     * @return the description
     */
    String description();
}
