package io.fairlead.vrrp.track;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What all tracked things together mean for one virtual router, by keepalived's rules.
 *
 * <ul>
 *   <li>Weight 0: while it is down, the router is in fault.
 *   <li>Other weights add up, and what comes out is kept within 1 to 254: 0 would be a resignation and 255 an owner, and neither may come of a sum.
 *   <li>A configured priority of 255 is not touched by weights, since an owner of the addresses has no other priority
 *       (RFC 9568 section 5.2.4); nor is 0, which is never director. Faults hold for both.
 * </ul>
 *
 * <p>Pure. Not thread-safe.
 */
public final class PriorityTracker {

    private static final int NEVER_DIRECTOR = 0;
    private static final int OWNER = 255;
    private static final int LOWEST = 1;
    private static final int HIGHEST = 254;

    private int configured;
    private final List<TrackedObject> objects;

    /**
     * What the tracked things say.
     *
     * @param priority the effective one
     * @param isFault whether the router is to be in fault
     * @param text why, for log and status, like "track command check-squid is down: priority 99 - 20 = 79"; empty if nothing has an influence
     */
    public record Judgement(int priority, boolean isFault, String text) {}

    /**
     * A tracker.
     *
     * @param configured the priority that tracking starts from, 0 to 255
     * @param objects what is tracked
     */
    public PriorityTracker(final int configured, final List<TrackedObject> objects) {
        this.configured = configured;
        this.objects = List.copyOf(objects);
    }

    /**
     * Takes another priority to start from.
     *
     * @param priority 0 to 255
     */
    public void configured(final int priority) {
        configured = priority;
    }

    /**
     * What is tracked.
     *
     * @return all of it
     */
    public List<TrackedObject> objects() {
        return objects;
    }

    /**
     * Lets results that have lasted count.
     *
     * @param nowNs the time
     * @return whether one has changed
     */
    public boolean poll(final long nowNs) {
        boolean isChanged = false;
        for (final TrackedObject object : objects) {
            isChanged |= object.poll(nowNs);
        }
        return isChanged;
    }

    /**
     * When {@link #poll} is to be called.
     *
     * @return the time, or {@link TrackedObject#NO_DEADLINE}
     */
    public long nextDeadlineNs() {
        long deadlineNs = TrackedObject.NO_DEADLINE;
        for (final TrackedObject object : objects) {
            deadlineNs = Math.min(deadlineNs, object.nextDeadlineNs());
        }
        return deadlineNs;
    }

    /**
     * What follows from what is believed now.
     *
     * @return priority, fault and why
     */
    public Judgement judgement() {
        final List<TrackedObject> fatal = objects.stream()
                .filter(object -> object.weight() == 0 && !object.isUp())
                .toList();
        if (!fatal.isEmpty()) {
            return new Judgement(priority(), true, described(fatal));
        }
        final List<TrackedObject> weighing = configured == NEVER_DIRECTOR || configured == OWNER
                ? List.of()
                : objects.stream().filter(object -> object.contribution() != 0).toList();
        return new Judgement(
                priority(), false, weighing.isEmpty() ? "" : described(weighing) + ": " + calculation(weighing));
    }

    private int sum() {
        return configured
                + objects.stream().mapToInt(TrackedObject::contribution).sum();
    }

    private int priority() {
        return configured == NEVER_DIRECTOR || configured == OWNER
                ? configured
                : Math.max(LOWEST, Math.min(HIGHEST, sum()));
    }

    private static String described(final List<TrackedObject> some) {
        return some.stream()
                .map(object -> "track " + object.name() + (object.isUp() ? " is up" : " is down"))
                .collect(Collectors.joining(", "));
    }

    private String calculation(final List<TrackedObject> weighing) {
        final List<String> words = new ArrayList<>();
        words.add("priority " + configured);
        for (final TrackedObject object : weighing) {
            words.add((object.contribution() < 0 ? "- " : "+ ") + Math.abs(object.contribution()));
        }
        words.add("= " + sum());
        if (sum() != priority()) {
            words.add("kept at " + priority());
        }
        return String.join(" ", words);
    }
}
