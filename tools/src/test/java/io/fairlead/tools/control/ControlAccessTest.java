package io.fairlead.tools.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fairlead.tapio.SocketPeer;
import io.fairlead.tools.control.ControlAccess.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ControlAccessTest {

    private static final int DAEMON = 990;
    private static final int OPERATORS = 2000;
    private static final SocketPeer ROOT = new SocketPeer(1, 0, 0);
    private static final SocketPeer OWN = new SocketPeer(1, DAEMON, DAEMON);
    private static final SocketPeer OPERATOR = new SocketPeer(1, 1001, 1001, 27, OPERATORS);
    private static final SocketPeer SOMEBODY = new SocketPeer(77, 1002, 1002, 27);

    private static final ControlAccess WITH_OPERATORS =
            new ControlAccess(OptionalInt.empty(), OptionalInt.of(OPERATORS));

    private final List<String> done = new ArrayList<>();

    @Test
    void shouldLetEverybodyLookWhoReachesTheSocket() {
        for (SocketPeer peer : List.of(ROOT, OWN, OPERATOR, SOMEBODY)) {
            assertThat(ControlAccess.ROOT_ALONE.allows(Kind.READ, peer, DAEMON)).isTrue();
        }
    }

    @Test
    void shouldLetRootAndTheOwnUserOperateWhenThereAreNoOperators() {
        assertThat(ControlAccess.ROOT_ALONE.allows(Kind.OPERATE, ROOT, DAEMON)).isTrue();
        assertThat(ControlAccess.ROOT_ALONE.allows(Kind.OPERATE, OWN, DAEMON)).isTrue();
        assertThat(ControlAccess.ROOT_ALONE.allows(Kind.OPERATE, OPERATOR, DAEMON))
                .isFalse();
        assertThat(ControlAccess.ROOT_ALONE.allows(Kind.OPERATE, SOMEBODY, DAEMON))
                .isFalse();
    }

    @Test
    void shouldLetOperatorsOperateAlso() {
        assertThat(WITH_OPERATORS.allows(Kind.OPERATE, OPERATOR, DAEMON)).isTrue();
        assertThat(WITH_OPERATORS.allows(Kind.OPERATE, ROOT, DAEMON)).isTrue();
        assertThat(WITH_OPERATORS.allows(Kind.OPERATE, SOMEBODY, DAEMON)).isFalse();
    }

    @Test
    void shouldSayWhoMayWhenSomebodyMayNot() {
        assertThat(ask("{\"command\":\"drain\"}", SOMEBODY))
                .isEqualTo(
                        "{\"ok\":false,\"error\":\"only root and the group of operators may do that, and this is uid 1002:"
                                + " use sudo, or have the administrator set control.operators\"}");
        assertThat(done).isEmpty();

        assertThat(ask("{\"command\":\"status\"}", SOMEBODY)).startsWith("{\"ok\":true");
        assertThat(ask("{\"command\":\"drain\"}", OPERATOR)).startsWith("{\"ok\":true");
        assertThat(done).containsExactly("status", "drain");
    }

    @Test
    void shouldTakeACommandThatNobodyKnowsForOneThatChangesSomething() {
        assertThat(ask("{\"command\":\"dance\\n\"}", SOMEBODY)).contains("only root");
    }

    private String ask(String request, SocketPeer peer) {
        RequestProcessor processor = new RequestProcessor(
                new ControlHandler() {
                    @Override
                    public JsonNode handle(String command, JsonNode args) {
                        done.add(command);
                        return JsonNodeFactory.instance.objectNode();
                    }

                    @Override
                    public Kind kindOf(String command) {
                        return command.equals("status") ? Kind.READ : Kind.OPERATE;
                    }
                },
                WITH_OPERATORS,
                DAEMON);
        return StandardCharsets.UTF_8
                .decode(processor
                        .process(request.getBytes(StandardCharsets.UTF_8), peer)
                        .line())
                .toString()
                .strip();
    }
}
