package io.fairlead.netstack.counter;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The allocated counters of one enum. Look counters up at set-up and keep them in fields; a counter has one writer.
 *
 * @param <E> the enum that names them
 */
public final class CounterSet<E extends Enum<E>> {

    private final Map<E, AtomicCounter> counters;

    /**
     * Allocates a counter for each constant.
     *
     * @param descriptors the enum
     * @param allocator makes one counter
     */
    CounterSet(final Class<E> descriptors, final Function<? super E, AtomicCounter> allocator) {
        counters = new EnumMap<>(descriptors);
        for (final E descriptor : Objects.requireNonNull(descriptors.getEnumConstants())) {
            counters.put(descriptor, allocator.apply(descriptor));
        }
    }

    /**
     * The name an administrator reads: the constant's in lower case, with dashes, such as {@code drop-foreign-unicast}.
     *
     * @param constant of an enum of counters
     * @return the label
     */
    public static String label(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The counter of a constant.
     *
     * @param descriptor the constant
     * @return its counter
     */
    public AtomicCounter get(final E descriptor) {
        return Objects.requireNonNull(counters.get(descriptor));
    }
}
