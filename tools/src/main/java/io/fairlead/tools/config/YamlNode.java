package io.fairlead.tools.config;

import java.util.List;

/** A YAML document as a tree in which everything still knows its line. */
sealed interface YamlNode {

    int line();

    /** What it is, for a sentence. */
    String kind();

    enum ScalarType {
        TEXT,
        INTEGER,
        DECIMAL,
        FLAG,
        NOTHING
    }

    record Scalar(int line, ScalarType type, String text) implements YamlNode {
        @Override
        public String kind() {
            return switch (type) {
                case TEXT -> "the text '" + text + "'";
                case INTEGER, DECIMAL -> "the number " + text;
                case FLAG -> text;
                case NOTHING -> "nothing";
            };
        }
    }

    record Entry(int line, String key, YamlNode value) {}

    /** Entries in the order of the file; a key that is written twice is here twice. */
    record Mapping(int line, List<Entry> entries) implements YamlNode {
        @Override
        public String kind() {
            return "a group of keys";
        }
    }

    record Sequence(int line, List<YamlNode> items) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }
}
