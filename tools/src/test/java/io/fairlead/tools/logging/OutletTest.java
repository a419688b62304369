package io.fairlead.tools.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.fairlead.tools.lab.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OutletTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int CAPACITY = 4;

    private final LoggerContext context = new LoggerContext();
    private final List<String> written = new CopyOnWriteArrayList<>();

    @BeforeEach
    void useNoDiagnosticContext() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Logger loggerTo(LogSink sink, boolean isBegun) {
        Outlet outlet = new Outlet(context, "test", "the test", sink, event -> true, CAPACITY);
        outlet.start();
        if (isBegun) {
            outlet.begin();
        }
        Logger logger = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        logger.addAppender(outlet);
        return logger;
    }

    @Test
    void shouldLoseAndCountLinesButHoldNobodyUpWhenTheSinkStandsStill() {
        CountDownLatch free = new CountDownLatch(1);
        Logger logger = loggerTo(
                event -> {
                    awaitQuietly(free);
                    written.add(event.getFormattedMessage());
                },
                true);

        // the first one is taken by the thread, which stands still with it; of the others four find room
        logger.info("line 0");
        Await.until("the first line taken", LIMIT, () -> outlet().waiting() == 0);
        for (int i = 1; i < 100; i++) {
            logger.info("line {}", i);
        }
        free.countDown();

        Await.until("word of the loss", LIMIT, () -> written.size() == 6);
        assertThat(written)
                .containsExactly(
                        "line 0", "line 1", "line 2", "line 3", "line 4", "the test takes lines again; 95 were lost");
    }

    @Test
    void shouldSayOnceThatASinkRefusesAndWriteWhatWaitedWhenItTakesLinesAgain() {
        CountDownLatch repaired = new CountDownLatch(1);
        CountDownLatch refusedTwice = new CountDownLatch(2);
        Logger logger = loggerTo(
                event -> {
                    if (repaired.getCount() > 0) {
                        refusedTwice.countDown();
                        throw new IOException("no such socket");
                    }
                    written.add(event.getFormattedMessage());
                },
                true);

        logger.info("line 0");
        logger.info("line 1");
        awaitQuietly(refusedTwice);
        repaired.countDown();

        Await.until("all lines", LIMIT, () -> written.size() == 4);
        assertThat(written)
                .containsExactlyInAnyOrder(
                        "line 0",
                        "line 1",
                        "cannot write to the test: no such socket. It is tried every second; up to 4 lines wait meanwhile",
                        "the test takes lines again; 0 were lost");
    }

    @Test
    void shouldKeepLinesUntilItMayBeginAndWriteThemWhenItIsStopped() {
        Logger logger = loggerTo(event -> written.add(event.getFormattedMessage()), false);

        logger.info("early");
        assertThat(outlet().waiting()).isEqualTo(1);
        outlet().stop();

        assertThat(written).containsExactly("early");
    }

    @Test
    void shouldEndWithinASecondWhenTheSinkRefusesForGood() {
        Logger logger = loggerTo(
                event -> {
                    throw new IOException("read-only file system");
                },
                true);
        logger.info("line");

        long startNs = System.nanoTime();
        outlet().stop();

        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(5));
    }

    private Outlet outlet() {
        return (Outlet) context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("test");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
