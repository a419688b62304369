package io.fairlead.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.lab.BesideOthers;
import io.fairlead.tools.lab.Namespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A director's priority falls below the other node's while something that it tracks is down. */
@Tag("long")
@BesideOthers
final class TrackingIT {
    private static final int VRID = 51;
    private static final int PRIORITY = 200;
    private static final int WEIGHT = 60;
    private static final String CONFIGURATION = """
            virtualRouters:
              - id: 51
                version: 3
                advertisementInterval: 100ms
                startupDelay: 0s
                priority: %d
                virtualIps: [10.51.0.100/24]
            """;
    private static final String TRACK = """
                track:
                  - {file: %1$s/file, weight: -60}
                  - {command: %1$s/command, interval: 200ms, weight: -60}
                  - {interface: eth1, weight: -60}
                  - {route: 198.51.100.0/24, weight: -60}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // before all tests
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Pair pair;

    enum Tracked {
        FILE {
            @Override
            void fail() {
                delete("file");
            }

            @Override
            void recover() {
                create("file");
            }
        },
        COMMAND {
            @Override
            void fail() {
                delete("what-the-command-looks-for");
            }

            @Override
            void recover() {
                create("what-the-command-looks-for");
            }
        },
        INTERFACE {
            @Override
            void fail() {
                pair.segment().secondNetwork().unplug(Pair.A);
            }

            @Override
            void recover() {
                pair.segment().secondNetwork().plugIn(Pair.A);
            }
        },
        ROUTE {
            @Override
            void fail() {
                route("del");
            }

            @Override
            void recover() {
                route("add");
            }
        };

        abstract void fail();

        abstract void recover();
    }

    @BeforeAll
    static void start() throws IOException {
        pair = Pair.open("track");
        pair.segment().addSecondInterface(Pair.A);
        final Path command = Files.writeString(
                folder.resolve("command"), "#!/bin/sh\ntest -e " + folder.resolve("what-the-command-looks-for") + "\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
        create("file");
        create("what-the-command-looks-for");
        route("add");
        pair.a().configure(CONFIGURATION.formatted(PRIORITY) + TRACK.formatted(folder) + Pair.CLUSTER);
        pair.b().configure(CONFIGURATION.formatted(PRIORITY - WEIGHT / 2) + Pair.CLUSTER);
        pair.a().start();
        pair.b().start();
    }

    @AfterAll
    static void close() {
        pair.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeDirectorNoLongerThanWhatItTracksIsUp(final Tracked tracked) {
        pair.awaitDirector(pair.a(), VRID);
        assertThat(pair.router(pair.a(), VRID).notes()).isEmpty();

        tracked.fail();
        pair.awaitDirector(pair.b(), VRID);
        assertThat(pair.router(pair.a(), VRID).priority()).isEqualTo(PRIORITY - WEIGHT);
        assertThat(pair.router(pair.a(), VRID).notes()).isNotEmpty();
        assertThat(pair.a().command("status").output()).contains("priority 140 (configured: 200)");

        tracked.recover();
        pair.awaitDirector(pair.a(), VRID);
        assertThat(pair.router(pair.a(), VRID).priority()).isEqualTo(PRIORITY);
    }

    private static void create(final String name) {
        try {
            Files.writeString(folder.resolve(name), "");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(final String name) {
        try {
            Files.delete(folder.resolve(name));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void route(final String verb) {
        final Namespace node = pair.client(Pair.A).namespace();
        node.ip("route", verb, "198.51.100.0/24", "via", "10.51.0.11").orThrow();
    }
}
