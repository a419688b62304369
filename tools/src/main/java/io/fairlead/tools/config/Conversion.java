package io.fairlead.tools.config;

import java.util.function.Function;

/** Makes a value of what the file says, or refuses it; and says it again. */
@FunctionalInterface
interface Conversion<T> {
    T convert(YamlNode node) throws Refusal;

    /** The value as YAML that is converted to the same value; empty if it must not be shown. */
    default String write(T value) {
        return YamlText.of(value.toString());
    }

    /** The same conversion with other words for its values. */
    default Conversion<T> written(Function<T, String> words) {
        Conversion<T> conversion = this;
        return new Conversion<>() {
            @Override
            public T convert(YamlNode node) throws Refusal {
                return conversion.convert(node);
            }

            @Override
            public String write(T value) {
                return words.apply(value);
            }
        };
    }
}
