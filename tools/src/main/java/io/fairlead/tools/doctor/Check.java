package io.fairlead.tools.doctor;

import io.fairlead.tools.status.Examination;
import java.util.List;

/**
 * Something that {@code fairlead doctor} looks for; {@code docs/doctor.md} lists all.
 *
 * @param label its name
 * @param looksFor what it finds
 * @param look how
 */
record Check(String label, String looksFor, Look look) {

    /** In the order in which they are made. */
    static final List<Check> ALL = List.of(
            new Check("daemon", "the daemon does not answer; the last thing that it told", DaemonCheck::look),
            new Check("kernel", "`/dev/net/tun` is missing; io_uring is switched off", KernelCheck::look),
            new Check(
                    "routers",
                    "a virtual router is in INIT, hears no director, or is MASTER without its virtual IPs",
                    Look.atStatus(RoutersCheck::look)),
            new Check("redirects", "there are none, so nothing is balanced", Look.atStatus(RedirectsCheck::look)),
            new Check(
                    "proxies",
                    "a proxy of this node does not work: nothing listens on its port, it listens on one address only, it hangs",
                    ProxiesCheck::look),
            new Check(
                    "nodes",
                    "no other node is seen, and why, as far as it can be told: protocol 253 blocked in both directions or in one,"
                            + " a wrong key, another cluster, nothing at all; a node of another subnet, one that fails or is silent; no node takes new clients",
                    NodesCheck::look),
            new Check(
                    "reports",
                    "messages of protocol 253 that are refused: a wrong key, an unknown sender, an address in use",
                    ReportsCheck::look),
            new Check("vrid", "somebody else uses a virtual router id of this node", new WireCheck(WireCheck.VRID)),
            new Check(
                    "addresses",
                    "a virtual IP, or the address of a node, is used by somebody else too",
                    new WireCheck(WireCheck.ADDRESSES)),
            new Check(
                    "multicast",
                    "advertisements do not get through, so that there are two directors or may be",
                    new WireCheck(WireCheck.MULTICAST)),
            new Check("settings", "nodes whose configuration differs in what has to agree", new SettingsCheck()),
            new Check(
                    "sources",
                    "clients with more connections than a node's fair share, most likely a NAT or a proxy",
                    Look.atStatus(SourcesCheck::look)),
            new Check(
                    "sizes",
                    "packets come in fragments; an MTU is too small, or differs between nodes",
                    SizesCheck::look),
            new Check("drops", "counters of losses that grow meanwhile, each explained", DropsCheck::look),
            new Check(
                    "warnings",
                    "all else that `status` warns of: interfaces, ports, io_uring, offload, configuration",
                    WarningsCheck::look));

    Examination examine(Snapshot snapshot) {
        Result result = look.at(snapshot);
        return new Examination(label, result.outcome(), result.summary(), result.findings());
    }
}
