package io.fairlead.tapio.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class LibcTest {

    @Test
    void shouldHaveNoFunctionOfWhichJnrPassesTheLastArgumentWrong() {
        assertThat(Libc.class.getDeclaredMethods())
                .isNotEmpty()
                .extracting(Method::getParameterCount)
                .doesNotContain(6);
    }
}
