package io.fairlead.vrrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps what a router wanted done, as words in order; log lines apart. */
public final class RecordedOutput implements VirtualRouterOutput {

    private final List<String> actions = new ArrayList<>();
    private final List<String> logLines = new ArrayList<>();
    private @Nullable Takeover takeover;

    @Override
    public void prepareTakeover(final Takeover prepared) {
        takeover = prepared;
        actions.add("prepare " + prepared.urgency());
    }

    @Override
    public void takeoverCancelled(final Takeover cancelled, final TransitionCause cause) {
        actions.add("cancelled " + cause.kind());
    }

    @Override
    public void stateChanged(
            final VirtualRouterState before, final VirtualRouterState after, final TransitionCause cause) {
        actions.add(before + ">" + after + " " + cause.kind());
        logLines.add(cause.text());
    }

    @Override
    public void sendAdvertisement(final int priority) {
        actions.add("advertise " + priority);
    }

    @Override
    public void announceAddresses(final int times) {
        actions.add("announce " + times);
    }

    @Override
    public void disarm() {
        actions.add("disarm");
    }

    @Override
    public void log(final String line) {
        logLines.add(line);
    }

    public Takeover takeover() {
        return Objects.requireNonNull(takeover, "no takeover was asked for");
    }

    /** What was recorded since the last call. */
    public List<String> actions() {
        final List<String> taken = List.copyOf(actions);
        actions.clear();
        return taken;
    }

    public List<String> logLines() {
        final List<String> taken = List.copyOf(logLines);
        logLines.clear();
        return taken;
    }
}
