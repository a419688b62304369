package io.fairlead.tools.config;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.tools.config.YamlNode.Scalar;
import io.fairlead.tools.config.YamlNode.ScalarType;
import io.fairlead.tools.config.YamlNode.Sequence;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types of values that a configuration knows. */
final class Values {

    private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,8})(us|ms|s|min|m|h)");
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)");
    private static final Pattern INITIAL = Pattern.compile("_(.)");
    private static final Pattern PREFIX_LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

    private static final Pattern INTERFACE = Pattern.compile("[^\\s/:.][^\\s/:]{0,14}");

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

    static Conversion<String> interfaceName(String remedy) {
        return text(INTERFACE.asMatchPredicate(), remedy);
    }

    static Conversion<Path> absolutePath(String remedy) {
        return node -> Path.of(text(path -> path.startsWith("/") && path.indexOf(0) < 0, remedy)
                .convert(node));
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

    /** One number or a list of some, in ascending order. */
    static Conversion<List<Integer>> oneOrMore(Conversion<Integer> number, String remedy) {
        Conversion<List<Integer>> conversion = node -> {
            if (!(node instanceof Sequence sequence)) {
                return List.of(number.convert(node));
            }
            if (sequence.items().isEmpty()) {
                throw new Refusal("an empty list cannot stand here", remedy);
            }
            TreeSet<Integer> numbers = new TreeSet<>();
            for (YamlNode item : sequence.items()) {
                numbers.add(number.convert(item));
            }
            return List.copyOf(numbers);
        };
        return conversion.written(
                numbers -> YamlText.list(numbers.stream().map(number::write).toList()));
    }

    static Conversion<Integer> port() {
        return integer(1, 65535, "use a port, 1-65535");
    }

    static Conversion<PortRange> portRange() {
        Conversion<String> range =
                text(PortRange::isRange, "use two ports with a hyphen between, the lower one first, like 50000-50099");
        Conversion<PortRange> conversion = node -> PortRange.parse(range.convert(node));
        return conversion.written(ports -> ports.first() + "-" + ports.last());
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
        String remedy = "use " + inWords(min) + " to " + inWords(max) + ", with its unit: "
                + (isInMicroseconds(min) ? "us, " : "") + "ms, s, m or h";
        Conversion<Duration> conversion = node -> {
            Matcher matcher = DURATION.matcher(plain(node, remedy));
            if (!matcher.matches() || (matcher.group(2).equals("us") && !isInMicroseconds(min))) {
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
        return conversion.written(Values::write);
    }

    /** In the largest unit that makes a whole number of it. */
    static String write(Duration duration) {
        boolean isMinutes = !duration.isZero() && duration.toMillis() % 60_000 == 0 && !isInMicroseconds(duration);
        return isMinutes && duration.toMinutes() % 60 != 0 ? duration.toMinutes() + "m" : inWords(duration);
    }

    /** The constants of an enum; {@code spelling} tells how the file writes them. */
    static <E extends Enum<E>> Conversion<E> oneOf(Class<E> type, Spelling spelling) {
        E[] constants = type.getEnumConstants();
        String remedy = "use " + Arrays.stream(constants).map(spelling::of).collect(Collectors.joining(" or "));
        Conversion<E> conversion = node -> {
            String text = plain(node, remedy);
            for (E constant : constants) {
                if (spelling.of(constant).equals(text)) {
                    return constant;
                }
            }
            throw new Refusal("'" + text + "' is not known", remedy);
        };
        return conversion.written(spelling::of);
    }

    static Conversion<IpAddress> hostAddress(String remedy) {
        return node -> hostAddressOf(plain(node, remedy), remedy);
    }

    /** For what has no IPv6 form: load reports, and with them the addresses by which nodes know each other, are IPv4. */
    static Conversion<IpAddress> ipv4HostAddress(String remedy) {
        return node -> {
            IpAddress address = hostAddressOf(plain(node, remedy), remedy);
            if (address.isIpv6()) {
                throw new Refusal(address + " is an IPv6 address, and the nodes talk to each other over IPv4", remedy);
            }
            return address;
        };
    }

    /** For what clients reach over IPv6 from wherever they are. */
    static Conversion<IpAddress> ipv6HostAddress(String remedy) {
        return node -> {
            IpAddress address = hostAddressOf(plain(node, remedy), remedy);
            if (!address.isIpv6()) {
                throw new Refusal(address + " is an IPv4 address", remedy);
            }
            if (address.isLinkLocalIpv6()) {
                throw new Refusal(address + " is a link-local address, which means another host on each link", remedy);
            }
            return address;
        };
    }

    /** An address of a host with the prefix length of its subnet. */
    static Conversion<IpPrefix> hostPrefix(String remedy) {
        return node -> {
            String text = plain(node, remedy);
            int slash = text.indexOf('/');
            IpAddress address = hostAddressOf(slash < 0 ? text : text.substring(0, slash), remedy);
            if (slash < 0) {
                throw new Refusal(
                        text + " has no prefix length",
                        "write it with that of the interface's subnet, like " + text
                                + (address.isIpv6() ? "/64" : "/24"));
            }
            IpPrefix prefix = new IpPrefix(address, prefixLength(text.substring(slash + 1), address));
            if (prefix.reserves(address)) {
                throw new Refusal(
                        text
                                + (address.isIpv6()
                                        ? " is the number of its subnet, which all its routers answer to"
                                        : " is the number or the broadcast address of its subnet"),
                        remedy);
            }
            return prefix;
        };
    }

    /** A prefix without host bits, 0.0.0.0/0 being all of IPv4. */
    static Conversion<IpPrefix> subnet(String remedy) {
        return node -> {
            String text = plain(node, remedy);
            int slash = text.indexOf('/');
            if (slash < 0) {
                throw new Refusal(text + " has no prefix length", remedy);
            }
            IpAddress address = addressOf(text.substring(0, slash), remedy);
            IpPrefix prefix = new IpPrefix(address, prefixLength(text.substring(slash + 1), address));
            if (!prefix.network().equals(address)) {
                throw new Refusal(
                        text + " is no subnet but an address in it",
                        "write " + new IpPrefix(prefix.network(), prefix.length()));
            }
            return prefix;
        };
    }

    /** An address, which stands for itself alone, or a prefix without host bits. */
    static Conversion<IpPrefix> hostOrSubnet(String remedy) {
        Conversion<IpPrefix> subnet = subnet(remedy);
        return node -> {
            String text = plain(node, remedy);
            if (text.indexOf('/') >= 0) {
                return subnet.convert(node);
            }
            IpAddress address = addressOf(text, remedy);
            return new IpPrefix(address, IpPrefix.bitsOf(address));
        };
    }

    private static int prefixLength(String text, IpAddress of) throws Refusal {
        int max = IpPrefix.bitsOf(of);
        if (!PREFIX_LENGTH.matcher(text).matches() || Integer.parseInt(text) > max) {
            throw new Refusal("'" + text + "' is not a prefix length", "use 0-" + max);
        }
        return Integer.parseInt(text);
    }

    private static IpAddress hostAddressOf(String text, String remedy) throws Refusal {
        IpAddress address = addressOf(text, remedy);
        if (!isUnicast(address)) {
            throw new Refusal(text + " is not an address that a host can have", remedy);
        }
        return address;
    }

    private static IpAddress addressOf(String text, String remedy) throws Refusal {
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "'" + text + "' is not an " + (text.contains(":") ? "IPv6" : "IPv4") + " address", remedy);
        }
    }

    /** Not this network (0/8, ::), loopback (127/8, ::1), multicast, reserved or broadcast (224/3), or IPv4 in IPv6 (::/96, ::ffff:0:0/96). */
    private static boolean isUnicast(IpAddress address) {
        if (address.isIpv6()) {
            return !address.isMulticast() && (address.high() != 0 || address.low() >>> 48 != 0);
        }
        int first = address.ipv4() >>> 24;
        return first != 0 && first != 127 && first < 224;
    }

    private static String plain(YamlNode node, String remedy) throws Refusal {
        if (node instanceof Scalar scalar && scalar.type() != ScalarType.NOTHING) {
            return scalar.text();
        }
        throw new Refusal(node.kind() + " cannot stand here", remedy);
    }

    private static Duration durationOf(long count, String unit) {
        return switch (unit) {
            case "us" -> Duration.of(count, ChronoUnit.MICROS);
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofMinutes(count);
        };
    }

    private static boolean isInMicroseconds(Duration duration) {
        return duration.toNanosPart() % 1_000_000 != 0;
    }

    private static String inWords(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        if (isInMicroseconds(duration)) {
            return TimeUnit.NANOSECONDS.toMicros(duration.toNanos()) + "us";
        }
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + "ms";
        }
        return duration.toSeconds() % 3600 == 0 ? duration.toHours() + "h" : duration.toSeconds() + "s";
    }

    /** How the file writes the constants of an enum: as they are, in lower case with dashes, or {@code likeKeys}. */
    enum Spelling {
        UPPER,
        LOWER,
        CAMEL;

        String of(Enum<?> constant) {
            return switch (this) {
                case UPPER -> constant.name();
                case LOWER -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
                case CAMEL ->
                    INITIAL.matcher(constant.name().toLowerCase(Locale.ROOT))
                            .replaceAll(initial -> initial.group(1).toUpperCase(Locale.ROOT));
            };
        }
    }
}
