package io.fairlead.tools.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jnr.unixsocket.UnixServerSocketChannel;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Server and client over a real socket; what they wait for is the other side, never the clock. */
@Timeout(60)
final class ControlSocketTest {

    private static final String NODE = "n1";
    private static final long LONG_NS = TimeUnit.MINUTES.toNanos(10);

    @TempDir
    private Path base = Path.of("");

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private RunDirectory runDirectory = new RunDirectory(Path.of(""));

    @BeforeEach
    void useTemporaryDirectory() {
        runDirectory = new RunDirectory(base.resolve("fairlead"));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : toClose) {
            closeable.close();
        }
    }

    @Test
    void shouldAnswerWhenTheHandlerKnowsTheCommand() throws Exception {
        start(LONG_NS);

        JsonNode answer = client().request("status");

        assertThat(answer.path("command").asText()).isEqualTo("status");
    }

    @Test
    void shouldPassOnTheReasonWhenTheHandlerRefuses() throws Exception {
        start(LONG_NS);

        assertThatThrownBy(() -> client().request("dance"))
                .isInstanceOf(ControlException.class)
                .hasMessage("unknown command dance");
    }

    @Test
    void shouldGoOnServingWhenACommandFailsUnexpectedly() throws Exception {
        start(LONG_NS);

        assertThatThrownBy(() -> client().request("fault")).hasMessageContaining("the daemon failed to carry it out");
        assertThat(client().request("status").path("command").asText()).isEqualTo("status");
    }

    @Test
    void shouldAnswerEachLineWhenSeveralAreSentAtOnce() throws Exception {
        start(LONG_NS);
        UnixSocketChannel channel = connect();

        write(channel, "{\"command\":\"a\"}\n{\"command\":\"b\",\"args\":{\"x\":1}}\n");

        assertThat(readLines(channel, 2))
                .containsExactly(
                        "{\"ok\":true,\"result\":{\"command\":\"a\",\"args\":{}}}",
                        "{\"ok\":true,\"result\":{\"command\":\"b\",\"args\":{\"x\":1}}}");
    }

    @Test
    void shouldSayWhatIsWrongWhenALineIsNoRequest() throws Exception {
        start(LONG_NS);
        UnixSocketChannel channel = connect();

        write(channel, "hello\n[]\n\n{\"command\":7}\n" + "[".repeat(5000) + "\n");

        String notJson = "{\"ok\":false,\"error\":\"a request is one line of JSON\"}";
        String noCommand = "{\"ok\":false,\"error\":\"a request is an object with the key 'command'\"}";
        assertThat(readLines(channel, 5)).containsExactly(notJson, noCommand, noCommand, noCommand, notJson);
    }

    @Test
    void shouldHangUpWhenARequestIsTooLong() throws Exception {
        start(LONG_NS);
        UnixSocketChannel channel = connect();

        write(channel, "x".repeat(ControlConnection.MAX_REQUEST_LENGTH));

        assertThat(readLines(channel, 1)).singleElement().asString().contains("longer than 65536 bytes");
        assertThat(hasEnded(channel)).isTrue();
    }

    @Test
    void shouldHangUpWhenAClientTakesTooLong() throws Exception {
        start(0);

        assertThat(hasEnded(connect())).isTrue();
    }

    @Test
    void shouldHangUpWhenThereAreTooManyClients() throws Exception {
        start(LONG_NS);
        for (int i = 0; i < ControlServer.MAX_CONNECTIONS; i++) {
            UnixSocketChannel channel = connect();
            write(channel, "{\"command\":\"a\"}\n");
            readLines(channel, 1);
        }

        assertThat(hasEnded(connect())).isTrue();
    }

    @Test
    void shouldSendAllOfALargeAnswerWhenTheClientReadsSlowly() throws Exception {
        start(LONG_NS);

        assertThat(client().request("large").asText()).hasSize(4 << 20);
    }

    @Test
    void shouldKeepOthersOutWhenTheSocketIsMade() throws Exception {
        start(LONG_NS);

        assertThat(permissions(runDirectory.controlSocket(NODE))).isEqualTo("rw-rw----");
        assertThat(permissions(runDirectory.node(NODE))).isEqualTo("rwxr-x---");
    }

    @Test
    void shouldReplaceTheSocketWhenAKilledDaemonLeftIt() throws Exception {
        Path socket = runDirectory.createNode(NODE).resolve(RunDirectory.CONTROL_SOCKET);
        UnixServerSocketChannel dead = UnixServerSocketChannel.open();
        dead.socket().bind(new UnixSocketAddress(socket.toFile()));
        dead.close();
        assertThat(socket).exists();
        assertThat(runDirectory.runningNodes()).isEmpty();
        assertThat(runDirectory.nodes()).containsExactly(NODE);

        start(LONG_NS);

        assertThat(runDirectory.runningNodes()).containsExactly(NODE);
        assertThat(client().request("status").path("command").asText()).isEqualTo("status");
    }

    @Test
    void shouldRefuseASecondDaemonWhenOneHasTheLock() throws Exception {
        toClose.add(NodeLock.acquire(runDirectory, NODE));

        assertThatThrownBy(() -> NodeLock.acquire(runDirectory, NODE))
                .isInstanceOf(NodeLock.AlreadyRunningException.class)
                .hasMessage("a daemon for node n1 is already running (pid "
                        + ProcessHandle.current().pid() + ")");
    }

    @Test
    void shouldTakeTheLockWhenTheOtherDaemonHasEnded() throws Exception {
        NodeLock.acquire(runDirectory, NODE).close();

        toClose.add(NodeLock.acquire(runDirectory, NODE));
    }

    @Test
    void shouldSayThatNobodyListensWhenThereIsNoDaemon() throws Exception {
        assertThat(runDirectory.runningNodes()).isEmpty();
        assertThatThrownBy(() -> client().request("status"))
                .isInstanceOf(ControlException.class)
                .hasMessage("no daemon listens at " + runDirectory.controlSocket(NODE));
    }

    @Test
    void shouldRemoveTheSocketWhenClosed() throws Exception {
        NodeLock lock = NodeLock.acquire(runDirectory, NODE);
        toClose.add(lock);

        ControlServer.start(lock, ControlSocketTest::handle, ControlAccess.ROOT_ALONE)
                .close();

        assertThat(runDirectory.controlSocket(NODE)).doesNotExist();
    }

    /** Says what is asked for, then ends; or goes on until the client has had enough. */
    private static final class Talk implements ControlStream {
        private final JsonNode said;
        private final boolean isEndless;
        private final CountDownLatch isOver = new CountDownLatch(1);

        Talk(String said, boolean isEndless) {
            this.said = JsonNodeFactory.instance.textNode(said);
            this.isEndless = isEndless;
        }

        @Override
        public JsonNode answer() {
            return said;
        }

        @Override
        public void start(StreamOutput output) {
            Thread thread = new Thread(() -> talk(output));
            thread.setDaemon(true);
            thread.start();
        }

        private void talk(StreamOutput output) {
            try (output) {
                ByteBuffer piece = StandardCharsets.UTF_8.encode(said.asText());
                output.write(piece.duplicate());
                output.write(piece.duplicate());
                while (isEndless && output.isWanted()) {
                    Thread.onSpinWait();
                }
                output.end(said);
            } catch (IOException e) {
                // the client has gone for good
            } finally {
                isOver.countDown();
            }
        }

        @Override
        public void abandon() {
            isOver.countDown();
        }
    }

    private Talk startTalking(String said, boolean isEndless) throws IOException {
        Talk talk = new Talk(said, isEndless);
        NodeLock lock = NodeLock.acquire(runDirectory, NODE);
        ControlHandler handler = new ControlHandler() {
            @Override
            public JsonNode handle(String command, JsonNode args) throws ControlException {
                return ControlSocketTest.handle(command, args);
            }

            @Override
            public @Nullable ControlStream stream(String command, JsonNode args) {
                return command.equals("talk") ? talk : null;
            }
        };
        toClose.add(ControlServer.start(lock, handler, ControlAccess.ROOT_ALONE, LONG_NS));
        toClose.add(lock);
        return talk;
    }

    private ControlReader listen() throws ControlException {
        return client().open("talk", JsonNodeFactory.instance.objectNode());
    }

    @Test
    void shouldCopyAStreamOfAnyLengthToItsLastWord() throws Exception {
        String said = "ä".repeat(1 << 20);
        startTalking(said.substring(0, 20_000), false);
        ByteArrayOutputStream heard = new ByteArrayOutputStream();

        try (ControlReader reader = listen()) {
            assertThat(reader.copyTo(Channels.newChannel(heard)).asText()).hasSize(20_000);
        }
        assertThat(heard.toString(StandardCharsets.UTF_8)).isEqualTo(said.substring(0, 40_000));
    }

    @Test
    void shouldServeOthersDuringAStreamAndEndItWhenTheClientHasHadEnough() throws Exception {
        startTalking("on and on", true);
        ByteArrayOutputStream heard = new ByteArrayOutputStream();

        try (ControlReader reader = listen()) {
            assertThat(client().request("status").path("command").asText()).isEqualTo("status");
            reader.end();
            assertThat(reader.copyTo(Channels.newChannel(heard)).asText()).isEqualTo("on and on");
        }
        assertThat(heard.toString(StandardCharsets.UTF_8)).isEqualTo("on and on".repeat(2));
    }

    @Test
    void shouldTellAStreamThatItsClientIsGone() throws Exception {
        Talk talk = startTalking("on and on", true);

        listen().close();

        assertThat(talk.isOver.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(client().request("status").path("command").asText()).isEqualTo("status");
    }

    @Test
    void shouldRefuseAStreamAsAnyCommand() throws Exception {
        startTalking("on and on", true);

        assertThatThrownBy(() -> client().open("dance", JsonNodeFactory.instance.objectNode()))
                .isInstanceOf(ControlException.class)
                .hasMessage("unknown command dance");
    }

    private static JsonNode handle(String command, JsonNode args) throws ControlException {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (command) {
            case "dance" -> throw new ControlException("unknown command dance");
            case "fault" -> throw new IllegalStateException("fault");
            case "large" -> json.textNode("x".repeat(4 << 20));
            default -> json.objectNode().put("command", command).set("args", args);
        };
    }

    private void start(long clientTimeoutNs) throws IOException {
        NodeLock lock = NodeLock.acquire(runDirectory, NODE);
        toClose.add(ControlServer.start(lock, ControlSocketTest::handle, ControlAccess.ROOT_ALONE, clientTimeoutNs));
        toClose.add(lock);
    }

    private ControlClient client() {
        return new ControlClient(runDirectory.controlSocket(NODE));
    }

    private UnixSocketChannel connect() throws IOException {
        UnixSocketChannel channel = UnixSocketChannel.open(
                new UnixSocketAddress(runDirectory.controlSocket(NODE).toFile()));
        toClose.add(0, channel);
        return channel;
    }

    private static void write(UnixSocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static List<String> readLines(UnixSocketChannel channel, int count) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(1);
        int lines = 0;
        while (lines < count && channel.read(buffer.clear()) > 0) {
            text.write(buffer.get(0));
            lines += buffer.get(0) == '\n' ? 1 : 0;
        }
        return text.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** A reset counts as well: the server hung up with something unread. */
    private static boolean hasEnded(UnixSocketChannel channel) {
        try {
            return channel.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
