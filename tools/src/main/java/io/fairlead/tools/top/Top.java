package io.fairlead.tools.top;

import io.fairlead.tools.control.ControlException;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Shows a node on a screen until somebody has seen enough. The node is asked on a thread of its own, so that one that does not answer holds up neither keys nor the
 * screen. {@link #pressed}, {@link #resized} and {@link #end} may be called on any thread.
 */
public final class Top {

    private final SampleSource source;
    private final Screen screen;
    private final int intervalSeconds;
    private final LongSupplier clockNs;
    private final BlockingQueue<UnaryOperator<View>> events = new LinkedBlockingQueue<>();
    private View view;

    /**
     * Shows nothing yet.
     *
     * @param node its name
     * @param source asked for samples
     * @param screen to show them on
     * @param intervalSeconds from one question to the next, 1 or more
     * @param clockNs that of the samples
     */
    public Top(String node, SampleSource source, Screen screen, int intervalSeconds, LongSupplier clockNs) {
        this.source = source;
        this.screen = screen;
        this.intervalSeconds = intervalSeconds;
        this.clockNs = clockNs;
        this.view = View.of(node, intervalSeconds, clockNs.getAsLong());
    }

    /**
     * A key was pressed.
     *
     * @param key as a character
     */
    public void pressed(int key) {
        events.add(now -> now.pressed(key));
    }

    /** The screen has another size now. */
    public void resized() {
        events.add(now -> {
            screen.resized();
            return now;
        });
    }

    /** Nobody wants to see it any more. */
    public void end() {
        events.add(View::ended);
    }

    /** Shows the node, and returns when that is to end. */
    public void run() {
        Thread asking = new Thread(this::ask, "fairlead-top-asking");
        asking.setDaemon(true);
        asking.start();
        try {
            while (!view.isEnded()) {
                view = view.at(clockNs.getAsLong());
                screen.show(TopRenderer.render(view, screen.width(), screen.height()));
                // also without news, because the age of the last answer is one
                UnaryOperator<View> event = events.poll(1, TimeUnit.SECONDS);
                while (event != null) {
                    view = event.apply(view);
                    event = events.poll();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            asking.interrupt();
        }
    }

    private void ask() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                UnaryOperator<View> news = news();
                events.add(news);
                TimeUnit.SECONDS.sleep(intervalSeconds);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private UnaryOperator<View> news() {
        try {
            Sample sample = source.take();
            return now -> now.answered(sample);
        } catch (ControlException | IOException | RuntimeException e) {
            String reason = String.valueOf(e.getMessage());
            return now -> now.failed(reason);
        }
    }
}
