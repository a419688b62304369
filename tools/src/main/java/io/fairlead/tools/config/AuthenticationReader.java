package io.fairlead.tools.config;

import io.fairlead.tools.config.Values.Spelling;
import io.fairlead.vrrp.Authentication;
import io.fairlead.vrrp.Authentication.Hmac;
import io.fairlead.vrrp.Authentication.HmacKey;
import io.fairlead.vrrp.Authentication.SimplePassword;
import io.fairlead.vrrp.VrrpVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code authentication} of a virtual router, and the files with secrets that it names. */
final class AuthenticationReader {

    private static final String HEX_PREFIX = "hex:";
    private static final int MAX_KEY_ID = 255;
    private static final Duration MIN_WINDOW = Duration.ofSeconds(1);
    private static final Duration MAX_WINDOW = Duration.ofMinutes(5);
    private static final long LEAST_DEFAULT_WINDOW_SECONDS = 5;
    private static final int WINDOW_INTERVALS = 3;
    private static final String KEYS_EXAMPLE = "{1: /etc/fairlead/vrrp1.key}";
    private static final String PASSWORD_REMEDY = "use 1-8 printable ASCII characters, the same on all nodes";
    private static final List<ConfigKey> PASS_KEYS = List.of(ConfigKey.AUTH_PASSWORD, ConfigKey.AUTH_PASSWORD_FILE);
    private static final List<ConfigKey> HMAC_KEYS = List.of(
            ConfigKey.AUTH_KEYS,
            ConfigKey.AUTH_ACTIVE_KEY,
            ConfigKey.AUTH_MODE,
            ConfigKey.AUTH_ANTI_REPLAY,
            ConfigKey.AUTH_WINDOW);

    private final Path configFile;
    private final Problems problems;

    private enum Type {
        PASS,
        HMAC
    }

    AuthenticationReader(Path configFile, Problems problems) {
        this.configFile = configFile;
        this.problems = problems;
    }

    Authentication read(Section router, VrrpVersion version, Duration advertisementInterval) {
        if (!router.has(ConfigKey.AUTHENTICATION)) {
            return Authentication.NONE;
        }
        Section section = router.section(ConfigKey.AUTHENTICATION);
        section.missing(ConfigKey.AUTH_TYPE, "use pass or hmac, or remove authentication");
        Optional<Type> type = section.value(ConfigKey.AUTH_TYPE, Values.oneOf(Type.class, Spelling.LOWER));
        if (type.isEmpty()) {
            return Authentication.NONE;
        }
        return type.get() == Type.PASS ? password(section, version) : hmac(section, advertisementInterval);
    }

    private Authentication password(Section section, VrrpVersion version) {
        refuseAll(section, HMAC_KEYS, "hmac");
        if (version != VrrpVersion.V2) {
            // RFC 9568 section 9, RFC 5798 before it: version 3 has no authentication field.
            section.refuse(ConfigKey.AUTH_TYPE, "VRRP version 3 has no passwords", "use hmac, or version 2");
            return Authentication.NONE;
        }
        if (section.has(ConfigKey.AUTH_PASSWORD) == section.has(ConfigKey.AUTH_PASSWORD_FILE)) {
            problems.error(
                    section.line(),
                    section.path(),
                    section.has(ConfigKey.AUTH_PASSWORD) ? "gives two passwords" : "gives no password",
                    "write passwordFile or password");
            return Authentication.NONE;
        }
        problems.warning(
                section.line(),
                section.path(),
                "a password crosses the segment in clear text with every advertisement: it keeps apart what was"
                        + " configured by mistake, and stops no attacker",
                "use type hmac where all nodes know it");
        return section.value(
                        ConfigKey.AUTH_PASSWORD,
                        Values.text(AuthenticationReader::isPassword, PASSWORD_REMEDY)
                                .written(secret -> ""))
                .or(() -> section.value(ConfigKey.AUTH_PASSWORD_FILE, FromFile.written(this::passwordOfFile))
                        .map(FromFile::content))
                .<Authentication>map(SimplePassword::new)
                .orElse(Authentication.NONE);
    }

    private static boolean isPassword(String text) {
        return text.matches("[!-~]{1," + SimplePassword.LENGTH + "}");
    }

    private FromFile<String> passwordOfFile(YamlNode node) throws Refusal {
        Path file = file(node);
        String text = new String(secret(file, "write the password into it"), StandardCharsets.ISO_8859_1);
        if (!isPassword(text)) {
            throw new Refusal(file + " holds no password", PASSWORD_REMEDY);
        }
        return new FromFile<>(file, text);
    }

    private Authentication hmac(Section section, Duration advertisementInterval) {
        refuseAll(section, PASS_KEYS, "pass");
        section.missing(ConfigKey.AUTH_KEYS, "name a key file for each id, like " + KEYS_EXAMPLE);
        Map<Integer, HmacKey> keys = new LinkedHashMap<>();
        section.numbered(ConfigKey.AUTH_KEYS, 1, MAX_KEY_ID, FromFile.written(this::hmacKey), KEYS_EXAMPLE)
                .forEach((id, key) -> keys.put(id, key.content()));
        Hmac.Mode mode =
                section.value(ConfigKey.AUTH_MODE, Values.oneOf(Hmac.Mode.class, Spelling.LOWER), Hmac.Mode.ENFORCE);
        Hmac.AntiReplay antiReplay = section.value(
                ConfigKey.AUTH_ANTI_REPLAY, Values.oneOf(Hmac.AntiReplay.class, Spelling.LOWER), Hmac.AntiReplay.TIME);
        int windowSeconds = windowSeconds(section, advertisementInterval);
        Optional<Integer> activeKey = activeKey(section, keys);
        if (mode != Hmac.Mode.ENFORCE) {
            problems.warning(
                    section.line(ConfigKey.AUTH_MODE),
                    section.path(ConfigKey.AUTH_MODE),
                    Spelling.LOWER.of(mode) + " accepts advertisements that are not signed, and protects from nobody",
                    "go on to enforce once all nodes sign");
        }
        return activeKey
                .<Authentication>map(id -> new Hmac(mode, keys, id, antiReplay, windowSeconds))
                .orElse(Authentication.NONE);
    }

    private static Optional<Integer> activeKey(Section section, Map<Integer, HmacKey> keys) {
        if (keys.size() > 1) {
            section.missing(ConfigKey.AUTH_ACTIVE_KEY, "with several keys, say by its id which one signs");
        }
        Conversion<Integer> id = Values.integer(1, MAX_KEY_ID, "use the id of one of the keys");
        if (!section.has(ConfigKey.AUTH_ACTIVE_KEY)) {
            return keys.keySet().stream()
                    .findFirst()
                    .map(first -> section.value(ConfigKey.AUTH_ACTIVE_KEY, id, first, "the only key"));
        }
        Optional<Integer> given = section.value(ConfigKey.AUTH_ACTIVE_KEY, id);
        given.filter(wanted -> !section.hasNumber(ConfigKey.AUTH_KEYS, wanted))
                .ifPresent(wanted -> section.refuse(
                        ConfigKey.AUTH_ACTIVE_KEY, "there is no key " + wanted, "use the id of one of the keys"));
        return given.filter(keys::containsKey);
    }

    private static int windowSeconds(Section section, Duration advertisementInterval) {
        long intervals = advertisementInterval
                .multipliedBy(WINDOW_INTERVALS)
                .plusMillis(999)
                .toSeconds();
        Duration otherwise =
                Duration.ofSeconds(Math.min(MAX_WINDOW.toSeconds(), Math.max(LEAST_DEFAULT_WINDOW_SECONDS, intervals)));
        Duration window = section.value(ConfigKey.AUTH_WINDOW, Values.duration(MIN_WINDOW, MAX_WINDOW), otherwise);
        if (window.toMillis() % 1000 != 0) {
            section.refuse(
                    ConfigKey.AUTH_WINDOW, window.toMillis() + "ms is not a whole number of seconds", "use 1s to 300s");
        }
        return (int) window.toSeconds();
    }

    /** As keepalived reads the files of {@code auth_hmac}: text up to its last line break, or hex digits behind a prefix. */
    private FromFile<HmacKey> hmacKey(YamlNode node) throws Refusal {
        Path file = file(node);
        String remedy = "make one with `(printf hex:; openssl rand -hex 32) > " + file + "` and copy it to every node";
        byte[] key = decoded(secret(file, remedy), file, remedy);
        try {
            return new FromFile<>(file, new HmacKey(key));
        } catch (IllegalArgumentException e) {
            throw new Refusal(file + " holds a key of " + key.length + " bytes, and keys have 32 to 64", remedy);
        }
    }

    private static byte[] decoded(byte[] bytes, Path file, String remedy) throws Refusal {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.startsWith(HEX_PREFIX)) {
            try {
                return HexFormat.of().parseHex(text.substring(HEX_PREFIX.length()));
            } catch (IllegalArgumentException e) {
                throw new Refusal(file + " holds something else than hex digits behind '" + HEX_PREFIX + "'", remedy);
            }
        }
        if (text.indexOf(0) >= 0) {
            throw new Refusal(
                    file + " holds a zero byte, at which other programs would end the key", "write it as hex:...");
        }
        return bytes;
    }

    private Path file(YamlNode node) throws Refusal {
        return configFile.resolveSibling(
                Values.text(path -> !path.isBlank(), "give the path of a file").convert(node));
    }

    /** Without the line breaks that editors leave at the end. */
    private static byte[] secret(Path file, String remedy) throws Refusal {
        byte[] bytes = SecretFile.read(file, remedy);
        int length = bytes.length;
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }

    private static void refuseAll(Section section, List<ConfigKey> keys, String type) {
        keys.stream()
                .filter(section::has)
                .forEach(
                        key -> section.refuse(key, "belongs to 'type: " + type + "'", "remove it, or change the type"));
    }
}
