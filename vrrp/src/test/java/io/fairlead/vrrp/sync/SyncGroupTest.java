package io.fairlead.vrrp.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.netstack.wire.IpAddress;
import io.fairlead.vrrp.Advertisement;
import io.fairlead.vrrp.Frames;
import io.fairlead.vrrp.RecordedOutput;
import io.fairlead.vrrp.TransitionCause;
import io.fairlead.vrrp.VirtualRouter;
import io.fairlead.vrrp.VirtualRouterConfig;
import io.fairlead.vrrp.VirtualRouterState;
import io.fairlead.vrrp.VrrpVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A group of two, one over IPv4 (A) and one over IPv6 (B).
 *
 * <pre>
 *  A                     B                          event                       A             B
 *  --------------------  -------------------------  --------------------------  ------------  ------------
 *  listens               listens                    timer of A                  waits         listens
 *  waits                 listens                    timer of B                  prepares      prepares
 *  waits                 follows                    time goes by                waits         follows
 *  waits                 hears a lower one          -                           prepares      (on its timer)
 *  prepares              prepares                   A prepared                  prepares      prepares
 *  prepared              prepares                   B prepared                  MASTER        MASTER
 *  prepares              prepares                   B hears a better one        BACKUP        BACKUP
 *  MASTER                MASTER                     A hears a better one        BACKUP        resigns, BACKUP
 *  MASTER                MASTER                     priority 0                  resigns       resigns
 *  any                   any                        fault of A                  fault         fault
 *  fault                 fault                      A recovered, B not          fault         fault
 *  fault                 fault                      the last one recovered      listens       listens
 * </pre>
 */
final class SyncGroupTest {

    private static final long SECOND = 1_000_000_000L;
    private static final IpAddress OTHER_A = IpAddress.parse("10.51.0.2");
    private static final IpAddress OTHER_B = IpAddress.parse("fe80::2");

    private final SyncGroup group = new SyncGroup("VG_1");
    private final RecordedOutput outA = new RecordedOutput();
    private final RecordedOutput outB = new RecordedOutput();
    private final VirtualRouter a = router(51, "10.51.0.1", "10.51.0.100");
    private final VirtualRouter b = router(52, "fe80::1", "2001:db8::100");
    private final long masterDownNs = a.config().masterDownIntervalNs();
    private long nowNs;

    SyncGroupTest() {
        group.add(a, outA);
        group.add(b, outB);
    }

    private VirtualRouter router(final int vrid, final String local, final String virtualIp) {
        return new VirtualRouter(
                VirtualRouterConfig.builder(vrid, IpAddress.parse(local), List.of(IpAddress.parse(virtualIp)))
                        .version(VrrpVersion.V3)
                        .priority(99)
                        .build(),
                group);
    }

    @Test
    void shouldPrepareTogetherWhenTheLastOneIsReady() {
        start();
        run(SECOND);
        hearB(120);
        run(masterDownNs - SECOND);
        assertThat(outA.actions()).as("its timer is over").isEmpty();
        run(SECOND - 1);
        assertThat(outA.actions()).isEmpty();
        run(1);
        assertThat(outA.actions()).containsExactly("prepare NOBODY_IS_MASTER");
        assertThat(outB.actions()).containsExactly("prepare NOBODY_IS_MASTER");
    }

    @Test
    void shouldWaitForEverWhenOneFollowsAMaster() {
        start();
        for (int i = 0; i < 100; i++) {
            hearB(120);
            run(SECOND);
        }
        assertThat(outA.actions()).isEmpty();
        assertThat(outB.actions()).isEmpty();
        assertThat(outA.logLines()).as("said once").hasSize(1);
    }

    @Test
    void shouldPreemptOnBothLegsWhenTheOtherOneIsLower() {
        start();
        for (int i = 0; i < 5; i++) {
            hearA(89);
            run(SECOND / 2);
            hearB(89);
            run(SECOND / 2);
        }
        assertThat(outA.actions()).containsExactly("prepare PREEMPTION");
        assertThat(outB.actions()).containsExactly("prepare PREEMPTION");
        prepared(a, outA);
        assertThat(outA.actions()).as("B is not ready").isEmpty();
        prepared(b, outB);
        assertThat(outA.actions()).containsExactly("BACKUP>MASTER PREEMPTION", "advertise 99", "announce 5");
        assertThat(outB.actions()).containsExactly("BACKUP>MASTER PREEMPTION", "advertise 99", "announce 5");
    }

    @Test
    void shouldGiveUpPreparingWhenOneHearsABetterMaster() {
        start();
        run(masterDownNs);
        outA.actions();
        outB.actions();
        hearB(120);
        assertThat(outB.actions()).containsExactly("cancelled BETTER_MASTER", "disarm");
        assertThat(outA.actions()).containsExactly("cancelled RESIGNED", "disarm");
    }

    @Test
    void shouldResignOnTheOtherLegWhenOneStepsDown() {
        startAsMaster();
        hearA(120);
        assertThat(outA.actions()).containsExactly("advertise 99", "MASTER>BACKUP BETTER_MASTER", "disarm");
        assertThat(outB.actions()).containsExactly("advertise 0", "MASTER>BACKUP RESIGNED", "disarm");
        assertThat(outB.logLines())
                .contains("VRRP_Group(VG_1) Syncing instances to BACKUP state: (VI_51) follows 10.51.0.2");
    }

    @Test
    void shouldStayMasterWhenOneLegHearsNobody() {
        startAsMaster();
        for (int i = 0; i < 20; i++) {
            hearA(89);
            run(SECOND);
        }
        assertThat(a.state()).isEqualTo(VirtualRouterState.MASTER);
        assertThat(b.state()).isEqualTo(VirtualRouterState.MASTER);
    }

    @Test
    void shouldBeInFaultTogetherUntilTheLastOneHasRecovered() {
        startAsMaster();
        group.fault(a, "link of eth0 is down", nowNs);
        assertThat(outA.actions()).containsExactly("advertise 0", "MASTER>INITIALIZE FAULT", "disarm");
        assertThat(outB.actions()).containsExactly("advertise 0", "MASTER>INITIALIZE FAULT", "disarm");
        assertThat(outB.logLines())
                .contains("VRRP_Group(VG_1) Syncing instances to FAULT state: VI_51: link of eth0 is down");
        group.fault(b, "link of eth1 is down", nowNs);
        group.recovered(a, nowNs);
        assertThat(outA.actions()).isEmpty();
        group.recovered(b, nowNs);
        assertThat(outA.actions()).containsExactly("INITIALIZE>BACKUP STARTED");
        assertThat(outB.actions()).containsExactly("INITIALIZE>BACKUP STARTED");
        group.recovered(b, nowNs);
        assertThat(outB.actions()).as("it runs").isEmpty();
    }

    @Test
    void shouldStartWhenTheFaultThatItBeganWithIsOver() {
        group.fault(b, "link of eth1 is down", nowNs);
        group.start(nowNs);
        assertThat(a.state()).isEqualTo(VirtualRouterState.INITIALIZE);
        group.recovered(b, nowNs);
        assertThat(a.state()).isEqualTo(VirtualRouterState.BACKUP);
    }

    @Test
    void shouldNotStartByItselfWhenItWasStopped() {
        start();
        group.fault(b, "link of eth1 is down", nowNs);
        group.stop(nowNs);
        group.recovered(b, nowNs);
        assertThat(a.state()).isEqualTo(VirtualRouterState.INITIALIZE);
    }

    @Test
    void shouldResignOnBothLegsWhenThePriorityIsZero() {
        startAsMaster();
        group.priorityChanged(0, nowNs);
        assertThat(outA.actions()).containsExactly("advertise 0", "MASTER>BACKUP RESIGNED", "disarm");
        assertThat(outB.actions()).containsExactly("advertise 0", "MASTER>BACKUP RESIGNED", "disarm");
    }

    @Test
    void shouldRelieveTheDirectorOnBothLegsWhenAsked() {
        start();
        hearA(120);
        hearB(120);
        assertThat(group.takeOver(TransitionCause.handover("asked for"), nowNs)).isFalse();
        group.priorityChanged(121, nowNs);
        assertThat(group.takeOver(TransitionCause.handover("asked for"), nowNs)).isTrue();
        prepared(b, outB);
        prepared(a, outA);
        assertThat(outA.actions())
                .containsExactly("prepare PREEMPTION", "BACKUP>MASTER HANDOVER", "advertise 121", "announce 5");
        assertThat(outB.actions())
                .containsExactly("prepare PREEMPTION", "BACKUP>MASTER HANDOVER", "advertise 121", "announce 5");
    }

    @Test
    void shouldRefuseWhenMembersDiffer() {
        final VirtualRouter other = new VirtualRouter(
                VirtualRouterConfig.builder(53, OTHER_A, List.of(IpAddress.parse("10.51.0.101")))
                        .priority(98)
                        .build(),
                group);
        assertThatThrownBy(() -> group.add(other, outA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VI_53");
    }

    private void start() {
        group.start(nowNs);
        outA.actions();
        outB.actions();
        outA.logLines();
    }

    private void startAsMaster() {
        start();
        run(masterDownNs);
        prepared(a, outA);
        prepared(b, outB);
        assertThat(a.state()).isEqualTo(VirtualRouterState.MASTER);
        outA.actions();
        outB.actions();
    }

    private void prepared(final VirtualRouter router, final RecordedOutput out) {
        router.takeoverPrepared(out.takeover().id(), nowNs, out);
        group.settle(nowNs);
    }

    private void hearA(final int priority) {
        hear(a, outA, OTHER_A, priority);
    }

    private void hearB(final int priority) {
        hear(b, outB, OTHER_B, priority);
    }

    private void hear(
            final VirtualRouter router, final RecordedOutput out, final IpAddress source, final int priority) {
        final VirtualRouterConfig config = router.config();
        router.onAdvertisement(
                new Advertisement(
                        VrrpVersion.V3,
                        config.vrid(),
                        priority,
                        SECOND,
                        0,
                        source,
                        Frames.GROUP,
                        Frames.MAC_1,
                        config.addresses()),
                nowNs,
                out);
        group.settle(nowNs);
    }

    private void run(final long durationNs) {
        final long untilNs = nowNs + durationNs;
        while (Math.min(a.nextDeadlineNs(), b.nextDeadlineNs()) <= untilNs) {
            nowNs = Math.min(a.nextDeadlineNs(), b.nextDeadlineNs());
            a.poll(nowNs, outA);
            b.poll(nowNs, outB);
            group.settle(nowNs);
        }
        nowNs = untilNs;
    }
}
