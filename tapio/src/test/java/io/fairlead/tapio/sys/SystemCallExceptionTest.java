package io.fairlead.tapio.sys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SystemCallExceptionTest {

    @Test
    void shouldNameCallErrorAndRemedy() {
        assertThat(new SystemCallException("open TAP t0", Errnos.EBUSY, "stop it"))
                .hasMessage("open TAP t0: EBUSY (Device or resource busy); stop it");
        assertThat(new SystemCallException("open TAP t0", Errnos.EPERM))
                .hasMessage("open TAP t0: EPERM (Operation not permitted); run as root (CAP_NET_ADMIN)");
        assertThat(new SystemCallException("add route", Errnos.ESRCH)).hasMessage("add route: ESRCH (No such process)");
    }

    @Test
    void shouldGiveTheNumberOfAnUnknownError() {
        assertThat(new SystemCallException("call", 3999)).hasMessage("call: errno 3999");
    }
}
