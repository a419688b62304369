package io.fairlead.tools.config;

/** Makes a value of what the file says, or refuses it. */
@FunctionalInterface
interface Conversion<T> {
    T convert(YamlNode node) throws Refusal;
}
