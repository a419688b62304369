package io.fairlead.tools.config;

import java.time.Duration;

/**
 * How a director makes its addresses known: by gratuitous ARP, and in IPv6 by unsolicited neighbour advertisements.
 *
 * @param count per address when it takes over, and again when that is repeated
 * @param interval from one to the next of them; zero: all at once
 * @param repeatDelay after which those of a takeover are repeated once; zero: never
 * @param refreshInterval how often a director says it again; zero: never
 * @param refreshCount per address each time
 * @param lowerPriorityCount per address when a router of lower priority was heard; zero: none
 * @param lowerPriorityRepeatDelay after which those are repeated once; zero: never
 */
public record GratuitousArpSettings(
        int count,
        Duration interval,
        Duration repeatDelay,
        Duration refreshInterval,
        int refreshCount,
        int lowerPriorityCount,
        Duration lowerPriorityRepeatDelay) {}
