package io.fairlead.tools.top;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * The terminal of this process, which is given back as it was when it is closed. Terminal settings are read and changed by {@code stty}: there is no native code. The one class that
 * knows JLine, so that nothing else loads it.
 */
public final class TerminalScreen implements Screen, AutoCloseable {

    private static final Size USUAL = Size.of(80, 24);
    private static final Pattern ALARMING = Pattern.compile("\\b(FAILED|NO ANSWER|PAUSED)\\b");
    private static final AttributedStyle ALARM = AttributedStyle.DEFAULT.inverse();

    private static final long KEY_WAIT_MS = 250;

    private final Terminal terminal;
    private final Attributes before;
    private final Display display;
    private Size size = USUAL;
    private @Nullable Thread keys;
    private volatile boolean isClosed;

    private TerminalScreen(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.enterRawMode();
        this.display = new Display(terminal, true);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        terminal.flush();
        resized();
    }

    /**
     * Takes the terminal.
     *
     * @return to be closed
     * @throws IOException if there is none, or one that cannot place text
     */
    public static TerminalScreen open() throws IOException {
        Terminal terminal;
        try {
            terminal = TerminalBuilder.builder()
                    .system(true)
                    .provider("exec")
                    .dumb(false)
                    .nativeSignals(true)
                    .build();
        } catch (IllegalStateException e) {
            throw new IOException("this is no terminal", e);
        }
        if (terminal.getStringCapability(Capability.cursor_address) == null) {
            String type = terminal.getType();
            terminal.close();
            throw new IOException("a terminal of type '" + type + "' cannot place text (TERM)");
        }
        return new TerminalScreen(terminal);
    }

    /**
     * Tells of keys, of another size of the terminal, and of signals that end a program.
     *
     * @param top told of them, on other threads
     */
    public void tell(Top top) {
        terminal.handle(Terminal.Signal.WINCH, signal -> top.resized());
        terminal.handle(Terminal.Signal.INT, signal -> top.end());
        Signals.register("TERM", top::end);
        Signals.register("HUP", top::end);
        keys = new Thread(() -> read(top), "fairlead-top-keys");
        keys.setDaemon(true);
        keys.start();
    }

    /** Within a time limit each, because JLine holds a lock while it waits without one, which closing needs. */
    private void read(Top top) {
        try {
            while (!isClosed) {
                int key = terminal.reader().read(KEY_WAIT_MS);
                if (key >= 0) {
                    top.pressed(key);
                } else if (key == NonBlockingReader.EOF) {
                    break;
                }
            }
        } catch (IOException e) {
            // the terminal is gone
        }
        top.end();
    }

    @Override
    public int width() {
        return size.getColumns();
    }

    @Override
    public int height() {
        return size.getRows();
    }

    @Override
    public void resized() {
        Size now = terminal.getSize();
        // one that is not told its size says 0
        size = now.getColumns() > 0 && now.getRows() > 0 ? now : USUAL;
        display.resize(size);
        display.clear();
    }

    @Override
    public void show(List<String> lines) {
        display.update(
                lines.stream()
                        .map(line -> new AttributedString(line).styleMatches(ALARMING, ALARM))
                        .toList(),
                0);
    }

    @Override
    public void close() throws IOException {
        terminal.puts(Capability.cursor_normal);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
        terminal.setAttributes(before);
        isClosed = true;
        if (keys != null) {
            try {
                keys.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        terminal.close();
    }
}
