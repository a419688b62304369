package io.fairlead.tools.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of the lab: fetches pages through proxies with curl, as people's programs do. */
public final class Client {
    private static final Duration PAGE_LIMIT = Duration.ofSeconds(10);
    private static final Duration PING_LIMIT = Duration.ofSeconds(5);
    private static final Duration BANNER_LIMIT = Duration.ofSeconds(5);

    private static final Pattern LLADDR = Pattern.compile("lladdr (\\S+)");

    private final Station station;
    private int runs;

    Client(final Station station) {
        this.station = station;
    }

    public String name() {
        return station.name();
    }

    public String address() {
        return station.address();
    }

    public Namespace namespace() {
        return station.namespace();
    }

    /** Gives the client one more address, which is another client as far as stickiness goes. */
    public void addAddress(final String address) {
        station.namespace()
                .ip("addr", "add", address + "/" + LabPlan.PREFIX_LENGTH, "dev", Station.INTERFACE)
                .orThrow();
    }

    /** Fetches a page through the proxy at {@code proxyAddress}. */
    public Fetch fetch(final String proxyAddress, final String url) {
        return fetchFrom(address(), proxyAddress, url);
    }

    /** Fetches a page with one of the client's addresses as the source. */
    public Fetch fetchFrom(final String source, final String proxyAddress, final String url) {
        return fetchFrom(source, proxyAddress, LabPlan.PROXY_PORT, url);
    }

    /** Fetches a page through another port than the proxies' own. */
    public Fetch fetchFrom(final String source, final String proxyAddress, final int proxyPort, final String url) {
        return start(source, proxyAddress, proxyPort, url, PAGE_LIMIT).await(PAGE_LIMIT.plusSeconds(2));
    }

    /** Starts a download and returns at once. */
    public CurlRun start(final String source, final String proxyAddress, final String url, final Duration limit) {
        return start(source, proxyAddress, LabPlan.PROXY_PORT, url, limit);
    }

    /** Starts very many slow downloads from what {@link Segment#serveStreams} serves, from several addresses of this client in turn. */
    public Streams downloads(
            final String address,
            final int port,
            final int connections,
            final int bytes,
            final int bytesPerSecond,
            final List<String> sources) {
        return Streams.start(station, address, port, connections, bytes, bytesPerSecond, sources);
    }

    /** Starts a download through another port than the proxies' own. */
    public CurlRun start(
            final String source,
            final String proxyAddress,
            final int proxyPort,
            final String url,
            final Duration limit) {
        runs++;
        return CurlRun.start(
                station,
                "curl-" + runs,
                limit,
                List.of("--interface", source, "--proxy", "http://" + proxyAddress + ":" + proxyPort, url));
    }

    /** Sends something to the origin, which sends it back. */
    public Fetch echo(
            final String source,
            final String proxyAddress,
            final int proxyPort,
            final String url,
            final LongDownload content) {
        runs++;
        final Path file = station.directory().resolve("echo-" + runs);
        try (OutputStream out = Files.newOutputStream(file)) {
            content.write(out);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final List<String> arguments = List.of(
                "--interface",
                source,
                "--proxy",
                "http://" + proxyAddress + ":" + proxyPort,
                "--header",
                "Expect:",
                "--data-binary",
                "@" + file,
                url);
        return CurlRun.start(station, "curl-" + runs, PAGE_LIMIT, arguments).await(PAGE_LIMIT.plusSeconds(2));
    }

    /** Starts a program of the client's and returns at once; the caller ends it. */
    public LabProcess start(final String label, final String... command) {
        return station.start(label, command);
    }

    /** What the banner service at this address says; empty when it says nothing. */
    public String banner(final String address) {
        return banner(address, BannerService.PORT);
    }

    /** What a server at this address and port says by itself; empty when it says nothing. */
    public String banner(final String address, final int port) {
        return station.namespace()
                .run(BANNER_LIMIT, "socat", "-u", "TCP4:" + address + ":" + port + ",connect-timeout=2", "-")
                .output()
                .strip();
    }

    /** Starts asking an address again and again whether it answers. */
    public Prober probe(final String address) {
        runs++;
        return Prober.start(station, "prober-" + runs, address);
    }

    /** Starts pinging an address in a steady rhythm; it must answer at first. */
    public Pinger ping(final String address, final Duration interval) {
        runs++;
        return Pinger.start(station, "ping-" + runs, address, interval);
    }

    /** Whether an address answers a ping at once. */
    public boolean pings(final String address) {
        return station.namespace()
                .run(PING_LIMIT, "ping", "-n", "-c", "1", "-W", "1", address)
                .ok();
    }

    /** The MAC address that the client's kernel has for an address; empty without any. */
    public String neighbourMac(final String address) {
        final Matcher mac = LLADDR.matcher(
                station.namespace().ip("neigh", "show", address).orThrow().output());
        return mac.find() ? mac.group(1) : "";
    }
}
