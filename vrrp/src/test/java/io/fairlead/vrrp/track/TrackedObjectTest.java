package io.fairlead.vrrp.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TrackedObjectTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldBeUpWhenNothingIsKnown() {
        final TrackedObject object = new TrackedObject("file /x", 10, Debounce.ofResults(3, 3));
        assertThat(object.isUp()).isTrue();
        assertThat(object.nextDeadlineNs()).isEqualTo(TrackedObject.NO_DEADLINE);
        assertThat(object.poll(SECOND)).isFalse();
    }

    @Test
    void shouldBelieveTheFirstResultAtOnce() {
        final TrackedObject object = new TrackedObject("file /x", 10, new Debounce(3, 3, SECOND, SECOND));
        assertThat(object.onResult(false, 0)).isTrue();
        assertThat(object.isUp()).isFalse();
    }

    @Test
    void shouldFallAndRiseWhenEnoughResultsInARowSaySo() {
        final TrackedObject object = new TrackedObject("file /x", 10, Debounce.ofResults(2, 3));
        assertThat(object.onResult(true, 0)).isFalse();
        assertThat(object.onResult(false, 1)).isFalse();
        assertThat(object.onResult(false, 2)).isFalse();
        assertThat(object.onResult(true, 3)).as("not in a row").isFalse();
        assertThat(object.onResult(false, 4)).isFalse();
        assertThat(object.onResult(false, 5)).isFalse();
        assertThat(object.onResult(false, 6)).isTrue();
        assertThat(object.isUp()).isFalse();
        assertThat(object.onResult(true, 7)).isFalse();
        assertThat(object.onResult(true, 8)).isTrue();
        assertThat(object.isUp()).isTrue();
    }

    @Test
    void shouldWaitForTheHoldTimeWhenAnEventComesOnce() {
        final TrackedObject link = new TrackedObject("link eth0", 0, Debounce.ofEvents(5 * SECOND, SECOND));
        link.onResult(true, 0);
        assertThat(link.onResult(false, 10 * SECOND)).isFalse();
        assertThat(link.nextDeadlineNs()).isEqualTo(11 * SECOND);
        assertThat(link.poll(11 * SECOND - 1)).isFalse();
        assertThat(link.poll(11 * SECOND)).isTrue();
        assertThat(link.isUp()).isFalse();
        assertThat(link.onResult(true, 12 * SECOND)).isFalse();
        assertThat(link.nextDeadlineNs()).isEqualTo(17 * SECOND);
        assertThat(link.onResult(false, 13 * SECOND)).as("it flapped").isFalse();
        assertThat(link.nextDeadlineNs()).isEqualTo(TrackedObject.NO_DEADLINE);
        assertThat(link.poll(20 * SECOND)).isFalse();
    }

    @Test
    void shouldCountTheHoldTimeFromTheFirstContraryResult() {
        final TrackedObject object = new TrackedObject("command x", -20, new Debounce(1, 2, 0, 3 * SECOND));
        object.onResult(true, 0);
        object.onResult(false, SECOND);
        assertThat(object.nextDeadlineNs()).as("one is not enough").isEqualTo(TrackedObject.NO_DEADLINE);
        object.onResult(false, 2 * SECOND);
        assertThat(object.nextDeadlineNs()).isEqualTo(4 * SECOND);
        assertThat(object.onResult(false, 4 * SECOND)).isTrue();
    }

    @Test
    void shouldRefuseWhenAValueCannotBe() {
        assertThatThrownBy(() -> new TrackedObject("x", 254, Debounce.ofResults(1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("254");
        assertThatThrownBy(() -> Debounce.ofResults(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Debounce.ofResults(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Debounce.ofEvents(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Debounce.ofEvents(0, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
