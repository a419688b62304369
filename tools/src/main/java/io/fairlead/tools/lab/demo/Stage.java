package io.fairlead.tools.lab.demo;

import io.fairlead.tools.lab.Lab;
import io.fairlead.tools.lab.LabNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the steps share: the lab, what they tell, and what earlier steps have learnt. */
final class Stage {
    private final Lab lab;
    private final Progress progress;
    private final Findings findings;
    private final List<Seat> seats = new ArrayList<>();
    private final List<RunningDownload> downloads = new ArrayList<>();

    Stage(final Lab lab, final Progress progress, final Findings findings) {
        this.lab = lab;
        this.progress = progress;
        this.findings = findings;
    }

    Lab lab() {
        return lab;
    }

    Progress progress() {
        return progress;
    }

    Findings findings() {
        return findings;
    }

    /** The node with the highest priority, which the lab's configuration makes director when it can. */
    LabNode preferredDirector() {
        return lab.nodes().get(0);
    }

    void seat(final Seat seat) {
        seats.add(seat);
    }

    List<Seat> seats() {
        return List.copyOf(seats);
    }

    Optional<Seat> seatServedBy(final LabNode node) {
        return seats.stream()
                .filter(seat -> seat.servedBy().equals(node.name()))
                .findFirst();
    }

    void download(final RunningDownload download) {
        downloads.add(download);
    }

    List<RunningDownload> downloads() {
        return List.copyOf(downloads);
    }
}
