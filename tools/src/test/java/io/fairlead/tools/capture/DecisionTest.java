package io.fairlead.tools.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.lb.steering.ChosenBy;
import io.fairlead.lb.steering.SteeringCounter;
import io.fairlead.lb.steering.SteeringWitness;
import io.fairlead.netstack.counter.CounterSet;
import io.fairlead.netstack.engine.FrameProcessor;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DecisionTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "DROP_.*")
    void shouldHaveWordsForEveryReasonToDropAFrame(final SteeringCounter counter) {
        final Decision decision = new Decision(FrameProcessor.DROP, SteeringWitness.bit(counter), ChosenBy.NOBODY);

        assertThat(decision.words("", ""))
                .startsWith("dropped: ")
                .doesNotContain(
                        "nobody said why",
                        CounterSet.label(counter),
                        counter.name().toLowerCase(Locale.ROOT));
        assertThat(decision.verdictClass()).isEqualTo(VerdictClass.DROPPED);
    }

    @ParameterizedTest
    @EnumSource(ChosenBy.class)
    void shouldSayWhyANodeWasChosen(final ChosenBy chosenBy) {
        final Decision decision = new Decision(
                FrameProcessor.TO_UPLINK,
                SteeringWitness.bit(SteeringCounter.STEERED) | SteeringWitness.bit(SteeringCounter.NEW_FLOWS),
                chosenBy);

        assertThat(decision.words("n2", "TCP")).matches("steered to n2: [a-z].*");
        assertThat(decision.isToNode()).isTrue();
        assertThat(decision.isPlacement()).isTrue();
    }
}
