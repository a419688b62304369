package io.fairlead.tools.config;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.fairlead.tools.config.YamlNode.Entry;
import io.fairlead.tools.config.YamlNode.Mapping;
import io.fairlead.tools.config.YamlNode.Scalar;
import io.fairlead.tools.config.YamlNode.ScalarType;
import io.fairlead.tools.config.YamlNode.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Builds a {@link YamlNode} tree from Jackson's tokens. Data binding would be shorter, but it is slow to load, forgets the lines and
 * stops at the first mistake.
 */
final class YamlTree {

    private static final int MAX_DEPTH = 16;

    private final YAMLParser parser;

    private YamlTree(YAMLParser parser) {
        this.parser = parser;
    }

    /**
     * Reads one document.
     *
     * @throws SyntaxException if the text is not YAML, or uses what a configuration has no need of (aliases, several documents)
     */
    static YamlNode parse(String yaml) throws SyntaxException {
        try (YAMLParser parser = new YAMLFactory().createParser(yaml)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return new Mapping(1, List.of());
            }
            YamlTree tree = new YamlTree(parser);
            YamlNode root = tree.node(first, 0);
            if (parser.nextToken() != null) {
                throw new SyntaxException(tree.line(), "a second document begins", "keep one document in the file");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw notYaml(e);
        } catch (IOException e) {
            throw new SyntaxException(0, "cannot be read: " + e.getMessage(), "check the file");
        }
    }

    private YamlNode node(JsonToken token, int depth) throws IOException, SyntaxException {
        if (parser.isCurrentAlias()) {
            throw new SyntaxException(line(), "aliases are not supported", "write the value out");
        }
        if (depth > MAX_DEPTH) {
            throw new SyntaxException(line(), "is nested too deeply", "keep to the keys of docs/configuration.md");
        }
        return switch (token) {
            case START_OBJECT -> mapping(depth);
            case START_ARRAY -> sequence(depth);
            case VALUE_NUMBER_INT -> scalar(ScalarType.INTEGER);
            case VALUE_NUMBER_FLOAT -> scalar(ScalarType.DECIMAL);
            case VALUE_TRUE, VALUE_FALSE -> flag();
            case VALUE_NULL -> scalar(ScalarType.NOTHING);
            default -> scalar(ScalarType.TEXT);
        };
    }

    private Mapping mapping(int depth) throws IOException, SyntaxException {
        int line = line();
        List<Entry> entries = new ArrayList<>();
        while (next() != JsonToken.END_OBJECT) {
            int keyLine = line();
            String key = parser.currentName();
            entries.add(new Entry(keyLine, key, node(next(), depth + 1)));
        }
        return new Mapping(line, List.copyOf(entries));
    }

    private Sequence sequence(int depth) throws IOException, SyntaxException {
        int line = line();
        List<YamlNode> items = new ArrayList<>();
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            items.add(node(token, depth + 1));
        }
        return new Sequence(line, List.copyOf(items));
    }

    private Scalar scalar(ScalarType type) throws IOException {
        @Nullable String text = parser.getText();
        return new Scalar(line(), type, text == null ? "" : text);
    }

    /** YAML 1.1 takes yes, no, on, off and y for flags too, and a node called {@code no} for a flag; here they are text. */
    private Scalar flag() throws IOException {
        return scalar(parser.getText().matches("(?i)true|false") ? ScalarType.FLAG : ScalarType.TEXT);
    }

    private JsonToken next() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new JsonParseException(parser, "the file ends in the middle");
        }
        return token;
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    /** SnakeYAML's message quotes the file over several lines; its {@code problem} is the one sentence in it. */
    private static SyntaxException notYaml(JsonProcessingException e) {
        int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
        String problem = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
                line = marked.getProblemMark().getLine() + 1;
                problem = marked.getProblem();
            }
        }
        return new SyntaxException(line, "is not YAML: " + problem, "correct the line or the one before it");
    }

    /** The file is no tree at all, so there is nothing to go on with. */
    static final class SyntaxException extends Exception {

        private static final long serialVersionUID = 1L;

        private final int line;
        private final String reason;
        private final String remedy;

        SyntaxException(int line, String reason, String remedy) {
            super(reason);
            this.line = line;
            this.reason = reason;
            this.remedy = remedy;
        }

        int line() {
            return line;
        }

        String reason() {
            return reason;
        }

        String remedy() {
            return remedy;
        }
    }
}
