package io.fairlead.tools.config;

import io.fairlead.health.ProbeKind;
import io.fairlead.health.ProbeSettings;
import io.fairlead.tools.config.RedirectConfig.Transport;
import io.fairlead.tools.config.Values.Spelling;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code redirects[].health}: how the proxy of a redirect is probed. */
final class ProbeReader {

    private static final int MAX_LENGTH = 255;
    private static final Pattern SERVICE = Pattern.compile("[!-~&&[^/#]][!-~&&[^#]]{0," + (MAX_LENGTH - 1) + "}");
    private static final Pattern SERVER_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final String URL_REMEDY =
            "use the URL of a page that the proxy can fetch, like http://origin.example/";
    private static final String SERVICE_REMEDY = "use the name of a service of the ICAP server, like reqmod";
    private static final String SERVER_NAME_REMEDY = "use a host name that the server has a certificate for";

    private ProbeReader() {}

    static ProbeSettings read(Section redirect, String protocol, Transport transport) {
        if (redirect.has(ConfigKey.REDIRECT_HEALTH) && transport == Transport.UDP) {
            redirect.refuse(
                    ConfigKey.REDIRECT_HEALTH,
                    "belongs to a redirect over TCP: a UDP port answers nobody, and is not probed",
                    "remove it");
        }
        Section section = redirect.section(ConfigKey.REDIRECT_HEALTH);
        ProbeKind kind = section.valueIf(
                transport == Transport.TCP,
                ConfigKey.PROBE,
                Values.oneOf(ProbeKind.class, Spelling.LOWER),
                ProbeKind.ofProtocol(protocol));
        Map<ConfigKey, Optional<String>> subjects = new LinkedHashMap<>();
        subjects.put(ConfigKey.PROBE_URL, section.value(ConfigKey.PROBE_URL, url()));
        subjects.put(
                ConfigKey.PROBE_SERVICE,
                section.value(ConfigKey.PROBE_SERVICE, Values.text(SERVICE.asMatchPredicate(), SERVICE_REMEDY)));
        subjects.put(
                ConfigKey.PROBE_SERVER_NAME,
                section.value(
                        ConfigKey.PROBE_SERVER_NAME, Values.text(SERVER_NAME.asMatchPredicate(), SERVER_NAME_REMEDY)));
        String subject = "";
        for (Map.Entry<ConfigKey, Optional<String>> entry : subjects.entrySet()) {
            ProbeKind wanted = kindOf(entry.getKey());
            if (section.has(entry.getKey()) && kind != wanted) {
                section.refuse(
                        entry.getKey(),
                        "belongs to probe " + wanted.label() + ", and this redirect is probed by " + kind.label(),
                        "write 'probe: " + wanted.label() + "' beside it, or remove it");
            }
            if (kind == wanted) {
                subject = entry.getValue().orElse("");
            }
        }
        return new ProbeSettings(kind, subject);
    }

    private static ProbeKind kindOf(ConfigKey subject) {
        return switch (subject) {
            case PROBE_URL -> ProbeKind.HTTP;
            case PROBE_SERVICE -> ProbeKind.ICAP;
            default -> ProbeKind.TLS;
        };
    }

    /** As it goes into a request: in ASCII, without a user or a fragment. */
    private static Conversion<String> url() {
        Conversion<String> text = Values.text(url -> url.length() <= MAX_LENGTH, URL_REMEDY);
        return node -> {
            String url = text.convert(node);
            if (!isUrl(url)) {
                throw new Refusal("'" + url + "' is not an http or https URL", URL_REMEDY);
            }
            return url;
        };
    }

    private static boolean isUrl(String url) {
        try {
            URI uri = new URI(url);
            return url.equals(uri.toASCIIString())
                    && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getPort() <= 65_535
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
