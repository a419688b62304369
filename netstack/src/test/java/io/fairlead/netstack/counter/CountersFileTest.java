package io.fairlead.netstack.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.fairlead.netstack.engine.EngineCounter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CountersFileTest {

    private static final int VERSION_INDEX = 8;
    private static final int PID_INDEX = 16;

    private final Path folder;

    CountersFileTest(@TempDir final Path folder) {
        this.folder = folder;
    }

    private enum Second implements CounterDescriptor {
        SECOND_ONE;

        @Override
        public String description() {
            return "for the test";
        }
    }

    @Test
    void shouldBeReadableWhileOpenAndAfterClose() {
        final Path file = folder.resolve("counters");
        final CountersFile counters = CountersFile.create(file);
        final CounterSet<EngineCounter> set = counters.allocate(EngineCounter.class);
        set.get(EngineCounter.UPLINK_SENT).getAndAddRelease(3);

        assertThat(CountersFile.read(file))
                .containsEntry("uplink-sent", 3L)
                .containsEntry("uplink-received", 0L)
                .hasSize(EngineCounter.values().length);

        set.get(EngineCounter.UPLINK_SENT).incrementRelease();
        assertThat(CountersFile.read(file)).containsEntry("uplink-sent", 4L);

        counters.close();
        assertThat(CountersFile.read(file)).containsEntry("uplink-sent", 4L);
    }

    @Test
    void shouldListCountersOfAllSetsInOrderOfAllocation() {
        final Path file = folder.resolve("counters");
        try (CountersFile counters = CountersFile.create(file)) {
            counters.allocate(EngineCounter.class);
            counters.allocate(Second.class).get(Second.SECOND_ONE).incrementRelease();
        }

        assertThat(CountersFile.read(file).keySet())
                .containsExactlyElementsOf(Stream.concat(
                                Arrays.stream(EngineCounter.values()).map(CounterSet::label), Stream.of("second-one"))
                        .toList());
        assertThat(CountersFile.read(file)).containsEntry("second-one", 1L);
    }

    @Test
    void shouldReadTheSumOfWhatSeveralThreadsCount() {
        final Path file = folder.resolve("counters");
        try (CountersFile counters = CountersFile.create(file)) {
            final CounterSet<Second> one = counters.allocate(Second.class);
            final CounterSet<Second> other = counters.allocate(Second.class);
            one.get(Second.SECOND_ONE).getAndAddRelease(3);
            other.get(Second.SECOND_ONE).getAndAddRelease(4);

            assertThat(new CounterSums<>(List.of(one, other)).get(Second.SECOND_ONE))
                    .isEqualTo(7);
            assertThat(CountersFile.read(file)).containsOnly(entry("second-one", 7L));
        }
    }

    @Test
    void shouldHoldMoreCountersWhenMadeForMore() {
        final Path file = folder.resolve("counters");
        final int sets = CountersFile.MAX_COUNTERS + 1;
        try (CountersFile counters = CountersFile.create(file, sets)) {
            for (int set = 0; set < sets; set++) {
                counters.allocate(Second.class).get(Second.SECOND_ONE).incrementRelease();
            }
        }

        assertThat(CountersFile.read(file)).containsOnly(entry("second-one", (long) sets));
    }

    @Test
    void shouldStartAtZeroInPlaceOfOlderFile() {
        final Path file = folder.resolve("counters");
        try (CountersFile older = CountersFile.create(file)) {
            older.allocate(EngineCounter.class).get(EngineCounter.UPLINK_SENT).getAndAddRelease(7);
        }
        try (CountersFile newer = CountersFile.create(file)) {
            newer.allocate(EngineCounter.class);
            assertThat(CountersFile.read(file)).containsEntry("uplink-sent", 0L);
        }
    }

    @Test
    void shouldNameItsProcess() throws IOException {
        final Path file = folder.resolve("counters");
        CountersFile.create(file).close();

        final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
        assertThat(bytes.getLong(PID_INDEX)).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void shouldRefuseFileThatIsNoCountersFile() throws IOException {
        final Path text = Files.writeString(folder.resolve("text"), "hello");
        final Path empty = Files.createFile(folder.resolve("empty"));
        final Path zeros = Files.write(folder.resolve("zeros"), new byte[4 * 1024 * 1024]);

        for (final Path file : new Path[] {text, empty, zeros}) {
            assertThatThrownBy(() -> CountersFile.read(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(file + " is not a Fairlead counters file");
        }
    }

    @Test
    void shouldRefuseFileThatWasCut() throws IOException {
        final Path file = folder.resolve("counters");
        CountersFile.create(file).close();
        final byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));

        assertThatThrownBy(() -> CountersFile.read(file)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNameBothVersionsWhenFileIsOfAnother() throws IOException {
        final Path file = folder.resolve("counters");
        CountersFile.create(file).close();
        final byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putLong(VERSION_INDEX, 99);
        Files.write(file, bytes);

        assertThatThrownBy(() -> CountersFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("reads version 1");
    }

    @Test
    void shouldSayWhichFileIsMissing() {
        assertThatThrownBy(() -> CountersFile.read(folder.resolve("nowhere")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("counters file")
                .hasMessageContaining("nowhere");
    }

    @Test
    void shouldCountInMemoryWithoutFile() {
        final CounterSet<EngineCounter> set = CountersFile.inMemory(EngineCounter.class);
        set.get(EngineCounter.HOST_SENT).incrementRelease();

        assertThat(set.get(EngineCounter.HOST_SENT).get()).isEqualTo(1);
        assertThat(set.get(EngineCounter.HOST_RECEIVED).get()).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldTellItsValuesWithoutFile() {
        try (CountersFile counters = CountersFile.withoutFile(CountersFile.MAX_COUNTERS)) {
            counters.allocate(EngineCounter.class).get(EngineCounter.HOST_SENT).getAndAddRelease(2);
            counters.allocate(EngineCounter.class).get(EngineCounter.HOST_SENT).getAndAddRelease(3);

            assertThat(counters.values()).containsEntry("host-sent", 5L).containsEntry("host-received", 0L);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(EngineCounter.class)
    void shouldDocumentEachCounter(final EngineCounter counter) {
        assertThat(CounterSet.label(counter)).matches("[a-z]+(-[a-z]+)+");
        assertThat(counter.description()).isNotBlank();
    }
}
