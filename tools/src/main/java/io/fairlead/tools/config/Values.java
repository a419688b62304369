package io.fairlead.tools.config;

import io.fairlead.tools.config.YamlNode.Scalar;
import io.fairlead.tools.config.YamlNode.ScalarType;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types of values that a configuration knows. */
final class Values {

    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})(ms|s|min|m|h)");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final Pattern PREFIX_LENGTH = Pattern.compile("[0-9]|[12][0-9]|3[0-2]");

    private Values() {}

    /** Text of a certain shape; a plain number is fine as text. */
    static Conversion<String> text(Predicate<String> shape, String remedy) {
        return node -> {
            String text = plain(node, remedy);
            if (!shape.test(text)) {
                throw new Refusal("'" + text + "' is not allowed", remedy);
            }
            return text;
        };
    }

    static Conversion<Integer> integer(int min, int max, String remedy) {
        return node -> {
            if (!(node instanceof Scalar scalar) || scalar.type() != ScalarType.INTEGER) {
                throw new Refusal(node.kind() + " is not a whole number", remedy);
            }
            String digits = scalar.text();
            if (!DECIMAL.matcher(digits).matches()) {
                throw new Refusal(digits + " is not written as a plain decimal number", remedy);
            }
            if (digits.length() > 10 || Long.parseLong(digits) > max) {
                throw new Refusal(digits + " is above " + max, remedy);
            }
            if (Long.parseLong(digits) < min) {
                throw new Refusal(digits + " is below " + min, remedy);
            }
            return Integer.parseInt(digits);
        };
    }

    static Conversion<Integer> port() {
        return integer(1, 65535, "use a port, 1-65535");
    }

    static Conversion<Boolean> flag() {
        return node -> {
            if (node instanceof Scalar scalar && scalar.type() == ScalarType.FLAG) {
                return Boolean.valueOf(scalar.text().toLowerCase(Locale.ROOT));
            }
            throw new Refusal(node.kind() + " is not true or false", "write true or false");
        };
    }

    static Conversion<Duration> duration(Duration min, Duration max) {
        String remedy = "use " + inWords(min) + " to " + inWords(max) + ", with its unit: ms, s, m or h";
        return node -> {
            Matcher matcher = DURATION.matcher(plain(node, remedy));
            if (!matcher.matches()) {
                throw new Refusal(node.kind() + " is not a duration", remedy);
            }
            Duration duration = durationOf(Long.parseLong(matcher.group(1)), matcher.group(2));
            if (duration.compareTo(min) < 0) {
                throw new Refusal(matcher.group() + " is too short", remedy);
            }
            if (duration.compareTo(max) > 0) {
                throw new Refusal(matcher.group() + " is too long", remedy);
            }
            return duration;
        };
    }

    /** The constants of an enum; {@code spelling} tells how the file writes them. */
    static <E extends Enum<E>> Conversion<E> oneOf(Class<E> type, Spelling spelling) {
        E[] constants = type.getEnumConstants();
        String remedy = "use " + Arrays.stream(constants).map(spelling::of).collect(Collectors.joining(" or "));
        return node -> {
            String text = plain(node, remedy);
            for (E constant : constants) {
                if (spelling.of(constant).equals(text)) {
                    return constant;
                }
            }
            throw new Refusal("'" + text + "' is not known", remedy);
        };
    }

    static Conversion<Ipv4Address> hostAddress(String remedy) {
        return node -> hostAddressOf(plain(node, remedy), remedy);
    }

    /** An address of a host with the prefix length of its subnet. */
    static Conversion<Ipv4Prefix> hostPrefix(String remedy) {
        return node -> {
            String text = plain(node, remedy);
            int slash = text.indexOf('/');
            Ipv4Address address = hostAddressOf(slash < 0 ? text : text.substring(0, slash), remedy);
            if (slash < 0) {
                throw new Refusal(
                        text + " has no prefix length",
                        "write it with that of the interface's subnet, like " + text + "/24");
            }
            String length = text.substring(slash + 1);
            if (!PREFIX_LENGTH.matcher(length).matches()) {
                throw new Refusal("'" + length + "' is not a prefix length", "use 0-32");
            }
            Ipv4Prefix prefix = new Ipv4Prefix(address, Integer.parseInt(length));
            if (prefix.reserves(address)) {
                throw new Refusal(text + " is the number or the broadcast address of its subnet", remedy);
            }
            return prefix;
        };
    }

    private static Ipv4Address hostAddressOf(String text, String remedy) throws Refusal {
        if (text.contains(":")) {
            throw new Refusal(
                    "'" + text + "' looks like IPv6, which comes with VRRP version 3", "use an IPv4 address for now");
        }
        Ipv4Address address =
                Ipv4Address.parse(text).orElseThrow(() -> new Refusal("'" + text + "' is not an IPv4 address", remedy));
        if (!address.isUnicast()) {
            throw new Refusal(text + " is not an address that a host can have", remedy);
        }
        return address;
    }

    private static String plain(YamlNode node, String remedy) throws Refusal {
        if (node instanceof Scalar scalar && scalar.type() != ScalarType.NOTHING) {
            return scalar.text();
        }
        throw new Refusal(node.kind() + " cannot stand here", remedy);
    }

    private static Duration durationOf(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofMinutes(count);
        };
    }

    private static String inWords(Duration duration) {
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + "ms";
        }
        return duration.toSeconds() % 3600 == 0 ? duration.toHours() + "h" : duration.toSeconds() + "s";
    }

    /** How the file writes the constants of an enum. */
    enum Spelling {
        UPPER,
        LOWER;

        String of(Enum<?> constant) {
            return this == UPPER ? constant.name() : constant.name().toLowerCase(Locale.ROOT);
        }
    }
}
