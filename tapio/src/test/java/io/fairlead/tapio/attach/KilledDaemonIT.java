package io.fairlead.tapio.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledDaemonIT {

    private static final int PORT = 7007;

    @Test
    void shouldKeepConnectionsWhenTheDaemonIsKilledAndStartedAgain(@TempDir final Path stateDir) {
        try (TwoHosts hosts = new TwoHosts()) {
            final List<String> before = hosts.node.call(TwoHosts::view);
            final Echo echo = hosts.node.call(() -> new Echo(PORT));
            final Daemon first = hosts.node.call(() -> new Daemon(stateDir));
            assertThat(first.greeting).startsWith("attached in ");
            final Socket socket = hosts.peer.call(() -> Echo.connect("10.9.0.1", PORT));
            final Socket socket6 = hosts.peer.call(() -> Echo.connect("fd00:9::1", PORT));
            hosts.peer.run(() -> {
                assertThat(Echo.roundTrip(socket, 1)).isEqualTo(1);
                assertThat(Echo.roundTrip(socket6, 1)).isEqualTo(1);
            });

            hosts.node.run(first::kill);
            hosts.node.run(() -> assertThat(TwoHosts.view().stream()
                            .map(line -> line.replace(" linkdown", "").replace("dead ", "")))
                    .containsAll(before));
            final Daemon second = hosts.node.call(() -> new Daemon(stateDir));
            assertThat(second.greeting).startsWith("adopted in ");
            assertThat(Integer.parseInt(second.greeting.replaceAll("\\D", ""))).isLessThan(5_000);
            hosts.peer.run(() -> {
                assertThat(Echo.roundTrip(socket, 2)).isEqualTo(2);
                assertThat(Echo.roundTrip(socket6, 2)).isEqualTo(2);
            });

            hosts.node.run(second::kill);
            hosts.node.run(() -> assertThat(InlineAttachment.detach(stateDir)).isTrue());
            hosts.peer.run(() -> {
                assertThat(Echo.roundTrip(socket, 3)).isEqualTo(3);
                assertThat(Echo.roundTrip(socket6, 3)).isEqualTo(3);
                socket.close();
                socket6.close();
            });
            hosts.node.run(() -> {
                assertThat(TwoHosts.view()).isEqualTo(before);
                echo.close();
            });
        }
    }

    /** Another JVM in the namespace of the calling thread, attached and forwarding once this is made. */
    private static final class Daemon {

        private final Process process;
        private final String greeting;

        Daemon(final Path stateDir) throws IOException {
            final List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(argument -> argument.startsWith("--add") || argument.startsWith("-Djnr"))
                    .forEach(command::add);
            command.addAll(List.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    Forwarder.class.getName(),
                    "eth0",
                    stateDir.toString()));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            final BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            final String line = output.readLine();
            greeting = line == null ? "ended without a word" : line;
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }
}
