package io.fairlead.tools.status;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the probes of a redirect's proxy showed.
 *
 * @param protocol label
 * @param transport {@code tcp} or {@code udp}
 * @param originalPorts that clients use
 * @param address at which the proxy is probed; null if it is not
 * @param proxyPort where it is to listen
 * @param probe what is said to it, such as {@code http}; null if it is not probed
 * @param state what it counts as
 * @param lastResult of the last probe, in words; or why there is none
 * @param remedy what to do about it; empty if nothing is wrong
 * @param since when the state began; null if it is not probed
 * @param stateMs for how long it has been so
 * @param probedMs since the last probe ended; null if there was none
 * @param succeededMs since the last one that succeeded; null if there was none
 * @param probeMs how long the last probe took; null if there was none
 * @param contradictions how many of the last probes in a row spoke against the state
 * @param threshold how many change it
 */
public record RedirectCheck(
        String protocol,
        String transport,
        List<Integer> originalPorts,
        @Nullable String address,
        int proxyPort,
        @Nullable String probe,
        CheckState state,
        String lastResult,
        String remedy,
        @Nullable String since,
        long stateMs,
        @Nullable Long probedMs,
        @Nullable Long succeededMs,
        @Nullable Double probeMs,
        int contradictions,
        int threshold) {}
