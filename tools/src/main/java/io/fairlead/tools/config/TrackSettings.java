package io.fairlead.tools.config;

/**
 * What a virtual router tracks, and what comes of it.
 *
 * @param target what is up or down
 * @param weight 0: while it is down, the router is in fault and no candidate; positive: added to the priority while it is up; negative: added
 *     to the priority while it is down; -253 to 253
 * @param rise results in a row by which it comes up
 * @param fall results in a row by which it goes down
 */
public record TrackSettings(TrackTarget target, int weight, int rise, int fall) {}
