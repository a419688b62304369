package io.fairlead.tools.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One row for each mistake: what to change in a good file, and the line that has to come of it. */
final class ConfigMistakesTest {

    private static final String GOOD = """
            node:
              name: n1
              interface: eth0
              managementIp: 10.51.0.1
            virtualRouters:
              - id: 51
                priority: 99
                virtualIps: [10.51.0.100/24]
            redirects:
              - protocol: http
                originalPorts: [9090]
                proxyPort: 9090
            cluster:
              discovery: open
            """;

    @TempDir
    private Path directory = Path.of("");

    static Stream<Arguments> mistakes() {
        return Stream.of(
                // the file as YAML
                arguments("name: n1", "name: [n1", "n1.yaml:3: is not YAML: "),
                arguments("  name: n1", "\tname: n1", "n1.yaml:2: is not YAML: found character '\\t(TAB)'"),
                arguments(
                        "name: n1",
                        "name: &x n1\n  interface: *x",
                        "n1.yaml:3: aliases are not supported; write the value out"),
                arguments("discovery: open", "discovery: open\n---\na: b", "n1.yaml:16: a second document begins"),
                arguments(GOOD, "just text", "n1.yaml:1: the text 'just text' cannot stand here; write keys under it"),
                arguments(GOOD, "", "n1.yaml:1: node: is missing; write at least 'interface: eth0' under it"),
                // keys
                arguments(
                        "id: 51",
                        "vrid: 51",
                        "6: virtualRouters[0].vrid: is not a known key; known here: id, version,"),
                arguments(
                        "priority",
                        "prioritty",
                        "7: virtualRouters[0].prioritty: is not a known key; did you mean 'priority'?"),
                arguments(
                        "proxyPort",
                        "ProxyPort",
                        "12: redirects[0].ProxyPort: is not a known key; did you mean 'proxyPort'?"),
                arguments("node:", "attach: inline\nnode:", "1: attach: is not a known key; it belongs under 'node'"),
                arguments(
                        "  discovery",
                        "  colour: red\n  discovery",
                        "14: cluster.colour: is not a known key; known here: keyFile,"),
                arguments(
                        "name: n1",
                        "name: n1\n  name: n2",
                        "3: node.name: is written twice, first in line 2; keep one of them"),
                arguments(
                        "priority: 99",
                        "priority:",
                        "7: virtualRouters[0].priority: has no value; give it one, or remove"),
                arguments("  interface: eth0\n", "", "1: node.interface: is missing; name the interface"),
                // types
                arguments(
                        "id: 51",
                        "id: abc",
                        "6: virtualRouters[0].id: the text 'abc' is not a whole number; use 1-255"),
                arguments(
                        "id: 51",
                        "id: \"51\"",
                        "6: virtualRouters[0].id: the text '51' is not a whole number; use 1-255"),
                arguments("id: 51", "id: 5.1", "6: virtualRouters[0].id: the number 5.1 is not a whole number"),
                arguments("id: 51", "id: [51]", "6: virtualRouters[0].id: a list is not a whole number"),
                arguments("id: 51", "id: 051", "6: virtualRouters[0].id: "),
                arguments("name: n1", "name: {a: b}", "2: node.name: a group of keys cannot stand here; use 1-32 of"),
                arguments(
                        "priority: 99",
                        "preempt: yes",
                        "7: virtualRouters[0].preempt: the text 'yes' is not true or false"),
                arguments(
                        "[9090]",
                        "9090",
                        "11: redirects[0].originalPorts: the number 9090 is not a list; write it like [9090]"),
                arguments(
                        "  - protocol: http\n    orig",
                        "    protocol: http\n    orig",
                        "9: redirects: a group of keys is not a list; write it like '- protocol: ...'"),
                arguments(
                        "  - protocol: http\n    originalPorts: [9090]\n    proxyPort: 9090",
                        "  - http",
                        "10: redirects[0]: the text 'http' cannot stand here; write keys under it: protocol,"),
                arguments(
                        "  discovery: open",
                        "  discovery: open\n  deadAfter: 10",
                        "15: cluster.deadAfter: the number 10 is not a duration; use 1s to 1h, with its unit"),
                // node
                arguments("name: n1", "name: n 1", "2: node.name: 'n 1' is not allowed; use 1-32 of A-Z a-z 0-9 _ -"),
                arguments("name: n1", "name: ../n1", "2: node.name: '../n1' is not allowed"),
                arguments(
                        "name: n1",
                        "name: " + "n".repeat(33),
                        "2: node.name: 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn' is not allowed"),
                arguments("interface: eth0", "interface: a/b", "3: node.interface: 'a/b' is not allowed"),
                arguments(
                        "10.51.0.1\n", "10.51.0.1/24\n", "4: node.managementIp: '10.51.0.1/24' is not an IPv4 address"),
                arguments(
                        "10.51.0.1\n",
                        "224.0.0.18\n",
                        "4: node.managementIp: 224.0.0.18 is not an address that a host can have"),
                arguments(
                        "10.51.0.1\n",
                        "10.51.0.1\n  managementIp6: 10.51.0.9\n",
                        "5: node.managementIp6: 10.51.0.9 is an IPv4 address; use a global or unique local IPv6 address"),
                arguments(
                        "10.51.0.1\n",
                        "10.51.0.1\n  managementIp6: fe80::1\n",
                        "5: node.managementIp6: fe80::1 is a link-local address, which means another host on each link; use a"),
                arguments(
                        "10.51.0.1\n",
                        "10.51.0.1\n  managementIp6: ff02::1\n",
                        "5: node.managementIp6: ff02::1 is not an address that a host can have; use a global"),
                arguments(
                        "10.51.0.1\n",
                        "10.51.0.1\n  attach: bypass\n",
                        "5: node.attach: 'bypass' is not known; use inline"),
                // virtual routers
                arguments(
                        "priority: 99",
                        "priority: 300",
                        "n1.yaml:7: virtualRouters[0].priority: 300 is above 255; use 1-254 (255 is the address owner, 0 never becomes director)"),
                arguments("priority: 99", "priority: -1", "7: virtualRouters[0].priority: -1 is below 0; use 1-254"),
                arguments("id: 51", "id: 0", "6: virtualRouters[0].id: 0 is below 1; use 1-255"),
                arguments("id: 51", "id: 256", "6: virtualRouters[0].id: 256 is above 255; use 1-255"),
                arguments(
                        "id: 51",
                        "id: 99999999999999999999",
                        "6: virtualRouters[0].id: 99999999999999999999 is above 255"),
                arguments("id: 51", "version: 4", "6: virtualRouters[0].version: 4 is above 3; use 2 or 3"),
                arguments(
                        "id: 51",
                        "advertisementInterval: 100ms",
                        "6: virtualRouters[0].advertisementInterval: 100ms is too short; use 1s to 255s"),
                arguments(
                        "id: 51",
                        "advertisementInterval: 1500ms",
                        "6: virtualRouters[0].advertisementInterval: 1500ms is not a whole number of seconds"),
                arguments(
                        "    virtualIps: [10.51.0.100/24]\n",
                        "",
                        "6: virtualRouters[0].virtualIps: is missing; list the addresses"),
                arguments("[10.51.0.100/24]", "[]", "8: virtualRouters[0].virtualIps: is empty; list the addresses"),
                arguments(
                        "10.51.0.100/24",
                        "10.51.0.100",
                        "8: virtualRouters[0].virtualIps[0]: 10.51.0.100 has no prefix length; write it with that of the interface's subnet, like 10.51.0.100/24"),
                arguments(
                        "10.51.0.100/24",
                        "10.51.0.100/33",
                        "8: virtualRouters[0].virtualIps[0]: '33' is not a prefix length; use 0-32"),
                arguments(
                        "10.51.0.100/24",
                        "10.51.0.256/24",
                        "8: virtualRouters[0].virtualIps[0]: '10.51.0.256' is not an IPv4 address"),
                arguments(
                        "10.51.0.100/24",
                        "10.51.0.255/24",
                        "8: virtualRouters[0].virtualIps[0]: 10.51.0.255/24 is the number or the broadcast address"),
                arguments(
                        "10.51.0.100/24",
                        "'fd00::100'",
                        "8: virtualRouters[0].virtualIps[0]: fd00::100 has no prefix length; write it with that of the interface's subnet, like fd00::100/64"),
                arguments(
                        "10.51.0.100/24",
                        "'fd00::100/129'",
                        "8: virtualRouters[0].virtualIps[0]: '129' is not a prefix length; use 0-128"),
                arguments(
                        "10.51.0.100/24",
                        "'fd00::1g0/64'",
                        "8: virtualRouters[0].virtualIps[0]: 'fd00::1g0' is not an IPv6 address"),
                arguments(
                        "10.51.0.100/24",
                        "'fd00::/64'",
                        "8: virtualRouters[0].virtualIps[0]: fd00::/64 is the number of its subnet, which all its routers"),
                arguments(
                        "10.51.0.100/24", "'::1/64'", "8: virtualRouters[0].virtualIps[0]: ::1 is not an address that"),
                arguments(
                        "10.51.0.100/24",
                        "'::ffff:10.51.0.100/64'",
                        "8: virtualRouters[0].virtualIps[0]: ::ffff:10.51.0.100 is not an address that a host can have"),
                arguments(
                        "10.51.0.100/24",
                        "'ff02::12/64'",
                        "8: virtualRouters[0].virtualIps[0]: ff02::12 is not an address that a host can have"),
                arguments(
                        "10.51.0.100/24",
                        "10.51.0.100/24, 'fd00::100/64'",
                        "8: virtualRouters[0].virtualIps[1]: fd00::100 is not of the family of 10.51.0.100, and the addresses of one virtual router are all IPv4 or all IPv6; write a second virtual router for it"),
                arguments(
                        "10.51.0.100/24",
                        "'fd00::100/64', 'fe80::51/64'",
                        "8: virtualRouters[0].virtualIps[1]: fe80::51 is link-local, and RFC 9568 section 5.2.9 has that first; write it before fd00::100"),
                arguments(
                        "priority: 99\n    virtualIps: [10.51.0.100/24]",
                        "version: 2\n    virtualIps: ['fe80::51/64']",
                        "7: virtualRouters[0].version: version 2 knows no IPv6; use 3"),
                arguments(
                        "10.51.0.100/24",
                        IntStream.range(0, 65)
                                .mapToObj(i -> "'fd00::1:" + i + "/64'")
                                .collect(Collectors.joining(",")),
                        "8: virtualRouters[0].virtualIps: 65 addresses are more than an advertisement carries; list 64 at most"),
                arguments(
                        "10.51.0.1\n",
                        "'fd00::1'\n",
                        "4: node.managementIp: fd00::1 is an IPv6 address, and the nodes talk to each other over IPv4"),
                arguments(
                        "id: 51",
                        "version: 3\n    advertisementInterval: 41s",
                        "7: virtualRouters[0].advertisementInterval: 41s is too long; use 10ms to 40950ms"),
                arguments(
                        "id: 51",
                        "version: 3\n    advertisementInterval: 15ms",
                        "7: virtualRouters[0].advertisementInterval: 15ms is not a whole number of hundredths of a second"),
                arguments(
                        "10.51.0.100/24",
                        "10.51.0.1/24",
                        "8: virtualRouters[0].virtualIps[0]: 10.51.0.1 is the management address of this node; share another address"),
                arguments(
                        "10.51.0.1\nvirtualRouters:\n  - id: 51\n    priority: 99\n    virtualIps: [10.51.0.100/24]",
                        "10.51.0.1\n  managementIp6: fd00::1\nvirtualRouters:\n  - virtualIps: ['fd00::1/64']",
                        "7: virtualRouters[0].virtualIps[0]: fd00::1 is the management address of this node; share another address"),
                arguments(
                        "10.51.0.100/24]",
                        "10.51.0.100/24, 10.51.0.100/16]",
                        "8: virtualRouters[0].virtualIps[1]: 10.51.0.100 is given twice, first in line 8"),
                arguments(
                        "redirects:",
                        "  - virtualIps: [10.51.0.102/24]\nredirects:",
                        "9: virtualRouters[1].id: 51 is the id of virtualRouters[0] already, line 6"),
                arguments(
                        "discovery: open",
                        "nodes: [10.51.0.100]",
                        "8: virtualRouters[0].virtualIps[0]: 10.51.0.100 is the management address of a node in cluster.nodes"),
                arguments(
                        "id: 51",
                        "preempt: false\n    preemptDelay: 1s",
                        "7: virtualRouters[0].preemptDelay: delays what 'preempt: false' rules out; remove one"),
                arguments(
                        "id: 51",
                        "preemptDelay: 2h",
                        "6: virtualRouters[0].preemptDelay: 2h is too long; use 0s to 1h"),
                arguments(
                        "id: 51",
                        "startupDelay: soon",
                        "6: virtualRouters[0].startupDelay: the text 'soon' is not a duration; use 0s to 1h"),
                arguments(
                        "id: 51",
                        "interface: a/b",
                        "6: virtualRouters[0].interface: 'a/b' is not allowed; name an interface, like eth1"),
                arguments(
                        "id: 51",
                        "checksum: with-pseudo-header",
                        "6: virtualRouters[0].checksum: there is one form alone in version 2; remove it; it is for version 3 over IPv4"),
                arguments(
                        "id: 51",
                        "version: 3\n    checksum: none",
                        "7: virtualRouters[0].checksum: 'none' is not known; use with-pseudo-header or without-pseudo-header"),
                arguments(
                        "id: 51",
                        "acceptMode: 1",
                        "6: virtualRouters[0].acceptMode: the number 1 is not true or false"),
                arguments(
                        "id: 51",
                        "syncGroup: a b",
                        "6: virtualRouters[0].syncGroup: 'a b' is not allowed; use 1-32 of A-Z a-z 0-9 _ -"),
                arguments(
                        "redirects:",
                        "  - {id: 52, priority: 7, syncGroup: a, virtualIps: [10.51.0.101/24]}\n"
                                + "  - {id: 53, priority: 8, syncGroup: a, virtualIps: [10.51.0.102/24]}\nredirects:",
                        "10: virtualRouters[2].syncGroup: has another priority or preemption than virtual router 52 of the"),
                arguments(
                        "id: 51",
                        "unicastPeers: []",
                        "6: virtualRouters[0].unicastPeers: is empty; list the addresses of the other nodes"),
                arguments(
                        "id: 51",
                        "unicastPeers: ['fe80::2']",
                        "6: virtualRouters[0].unicastPeers[0]: fe80::2 is not of the family of 10.51.0.100"),
                arguments(
                        "id: 51",
                        "unicastPeers: [10.51.0.2, 10.51.0.2]",
                        "6: virtualRouters[0].unicastPeers[1]: 10.51.0.2 is given twice, first in line 6"),
                arguments(
                        "id: 51",
                        "unicastPeers: [10.51.0.1]",
                        "6: virtualRouters[0].unicastPeers[0]: 10.51.0.1 is the management address of this node; list the other nodes alone"),
                arguments(
                        "id: 51",
                        "unicastPeers: [10.51.0.100]",
                        "6: virtualRouters[0].unicastPeers[0]: 10.51.0.100 is a virtual IP of this virtual router"),
                arguments(
                        "[10.51.0.100/24]",
                        "['fd00::100/64']\n    unicastPeers: ['fd00::2']",
                        "9: virtualRouters[0].unicastPeers[0]: fd00::2 is not link-local, and advertisements over IPv6 come from"),
                arguments(
                        "redirects:",
                        "  - {virtualIps: ['fd00::1/64'], id: 9}\n  - {virtualIps: ['fd00::2/64'], id: 9}\nredirects:",
                        "10: virtualRouters[2].id: 9 is the id of virtualRouters[1] already, line 9"),
                arguments(
                        "redirects:",
                        "  - {virtualIps: ['fe80::1/64'], id: 9}\n  - {virtualIps: ['fe80::1/64'], id: 8}\nredirects:",
                        "10: virtualRouters[2].virtualIps[0]: fe80::1 is given twice, first in line 9"),
                arguments(
                        "id: 51",
                        "authentication: {keys: {1: k}}",
                        "6: virtualRouters[0].authentication.type: is missing; use pass or hmac"),
                arguments(
                        "id: 51",
                        "authentication: {type: md5}",
                        "6: virtualRouters[0].authentication.type: 'md5' is not known; use pass or hmac"),
                arguments(
                        "id: 51",
                        "authentication: {type: pass}",
                        "6: virtualRouters[0].authentication: gives no password; write passwordFile or password"),
                arguments(
                        "id: 51",
                        "authentication: {type: pass, password: a, passwordFile: b}",
                        "6: virtualRouters[0].authentication: gives two passwords; write passwordFile or password"),
                arguments(
                        "id: 51",
                        "authentication: {type: pass, password: ninechars}",
                        "6: virtualRouters[0].authentication.password: 'ninechars' is not allowed; use 1-8 printable ASCII characters"),
                arguments(
                        "id: 51",
                        "authentication: {type: pass, password: a, activeKey: 1}",
                        "6: virtualRouters[0].authentication.activeKey: belongs to 'type: hmac'; remove it, or change the type"),
                arguments(
                        "id: 51",
                        "authentication: {type: pass, passwordFile: none}",
                        "6: virtualRouters[0].authentication.passwordFile: "),
                arguments(
                        "id: 51",
                        "version: 3\n    authentication: {type: pass, password: a}",
                        "7: virtualRouters[0].authentication.type: VRRP version 3 has no passwords; use hmac, or version 2"),
                arguments(
                        "id: 51",
                        "authentication: {type: hmac}",
                        "6: virtualRouters[0].authentication.keys: is missing; name a key file for each id, like {1: /etc/fairlead/vrrp1.key}"),
                arguments(
                        "id: 51",
                        "authentication: {type: hmac, keys: k}",
                        "6: virtualRouters[0].authentication.keys: the text 'k' cannot stand here; write it like {1: "),
                arguments(
                        "id: 51",
                        "authentication: {type: hmac, keys: {0: k}}",
                        "6: virtualRouters[0].authentication.keys.0: 0 is below 1; use 1-255"),
                arguments(
                        "id: 51",
                        "authentication: {type: hmac, keys: {a: k}}",
                        "6: virtualRouters[0].authentication.keys.a: a is not written as a plain decimal number; use 1-255"),
                arguments(
                        "id: 51",
                        "authentication: {type: hmac, keys: {1: none}}",
                        "6: virtualRouters[0].authentication.keys.1: "),
                arguments(
                        "id: 51",
                        "authentication: {type: hmac, keys: {1: none}, password: a}",
                        "6: virtualRouters[0].authentication.password: belongs to 'type: pass'; remove it"),
                arguments(
                        "id: 51",
                        "authentication: {type: hmac, keys: {1: none}, activeKey: 2}",
                        "6: virtualRouters[0].authentication.activeKey: there is no key 2; use the id of one of the keys"),
                arguments(
                        "id: 51",
                        "authentication: {type: hmac, keys: {1: none}, mode: loose}",
                        "6: virtualRouters[0].authentication.mode: 'loose' is not known; use receive-only or permissive or enforce"),
                arguments(
                        "id: 51",
                        "authentication: {type: hmac, keys: {1: none}, antiReplay: none}",
                        "6: virtualRouters[0].authentication.antiReplay: 'none' is not known; use time or monotonic"),
                arguments(
                        "id: 51",
                        "authentication: {type: hmac, keys: {1: none}, window: 1500ms}",
                        "6: virtualRouters[0].authentication.window: 1500ms is not a whole number of seconds; use 1s to 300s"),
                arguments(
                        "id: 51",
                        "authentication: {type: hmac, keys: {1: none}, window: 6m}",
                        "6: virtualRouters[0].authentication.window: 6m is too long; use 1s to 300s"),
                arguments(
                        "id: 51",
                        "gratuitousArp: {count: 0}",
                        "6: virtualRouters[0].gratuitousArp.count: 0 is below 1; use 1-100"),
                arguments(
                        "id: 51",
                        "gratuitousArp: {lowerPriorityCount: 101}",
                        "6: virtualRouters[0].gratuitousArp.lowerPriorityCount: 101 is above 100; use 0-100"),
                arguments(
                        "id: 51",
                        "gratuitousArp: {interval: 2s}",
                        "6: virtualRouters[0].gratuitousArp.interval: 2s is too long; use 0s to 1s"),
                arguments(
                        "id: 51",
                        "gratuitousArp: {burst: 5}",
                        "6: virtualRouters[0].gratuitousArp.burst: is not a known key; known here: count, interval,"),
                arguments(
                        "id: 51",
                        "track: [{weight: 5}]",
                        "6: virtualRouters[0].track[0]: does not say what to track; write one of interface, command, file, route, health in each item"),
                arguments(
                        "id: 51",
                        "track: [{interface: eth1, health: true}]",
                        "6: virtualRouters[0].track[0]: tracks several things: interface, health; write one of"),
                arguments(
                        "id: 51",
                        "track: [{interface: eth1, interval: 1s}]",
                        "6: virtualRouters[0].track[0].interval: belongs to a command, and this tracks none"),
                arguments(
                        "id: 51",
                        "track: [{interface: eth1, weight: 254}]",
                        "6: virtualRouters[0].track[0].weight: 254 is above 253; use -253 to 253, or 0 for a fault"),
                arguments(
                        "id: 51",
                        "track: [{interface: eth1, rise: 0}]",
                        "6: virtualRouters[0].track[0].rise: 0 is below 1; use the number of results in a row"),
                arguments(
                        "id: 51",
                        "track: [{file: x}]",
                        "6: virtualRouters[0].track[0].file: 'x' is not allowed; give the absolute path of a file"),
                arguments(
                        "id: 51",
                        "track: [{command: bin/true}]",
                        "6: virtualRouters[0].track[0].command: 'bin/true' is not allowed; give the absolute path of a program"),
                arguments(
                        "id: 51",
                        "track: [{command: /bin}]",
                        "6: virtualRouters[0].track[0].command: /bin is not a file; the daemon runs it as root"),
                arguments(
                        "id: 51",
                        "track: [{command: /bin/true -v}]",
                        "6: virtualRouters[0].track[0].command: /bin/true -v does not exist; "),
                arguments(
                        "id: 51",
                        "track: [{command: /bin/true, timeout: 1ms}]",
                        "6: virtualRouters[0].track[0].timeout: 1ms is too short; use 100ms to 1h"),
                arguments(
                        "id: 51",
                        "track: [{route: 10.1.2.3}]",
                        "6: virtualRouters[0].track[0].route: 10.1.2.3 has no prefix length; use a destination of `ip route`"),
                arguments(
                        "id: 51",
                        "track: [{route: 10.1.2.3/24}]",
                        "6: virtualRouters[0].track[0].route: 10.1.2.3/24 is no subnet but an address in it; write 10.1.2.0/24"),
                arguments(
                        "id: 51",
                        "track: [{health: false}]",
                        "6: virtualRouters[0].track[0].health: false cannot stand here; write 'health: true', or remove the item"),
                arguments(
                        "id: 51",
                        "track: [{file: /x}, {file: /x, weight: 1}]",
                        "6: virtualRouters[0].track[1].file: file /x is tracked by virtualRouters[0].track[0] already, line 6"),
                // redirects
                arguments("protocol: http", "protocol: h t", "10: redirects[0].protocol: 'h t' is not allowed"),
                arguments("[9090]", "[0]", "11: redirects[0].originalPorts[0]: 0 is below 1; use a port, 1-65535"),
                arguments(
                        "[9090]",
                        "[65536]",
                        "11: redirects[0].originalPorts[0]: 65536 is above 65535; use a port, 1-65535"),
                arguments("[9090]", "[]", "11: redirects[0].originalPorts: is empty; list the ports"),
                arguments(
                        "proxyPort: 9090",
                        "passivePorts: 50099-50000",
                        "12: redirects[0].passivePorts: '50099-50000' is not allowed; use two ports with a hyphen between"),
                arguments(
                        "proxyPort: 9090",
                        "passivePorts: 65000-65536",
                        "12: redirects[0].passivePorts: '65000-65536' is not allowed; use two ports with a hyphen between"),
                arguments(
                        "proxyPort: 9090",
                        "passivePorts: 9000-9100",
                        "12: redirects[0].passivePorts: port 9090 is redirected by redirects[0].originalPorts[0] already, line 11; choose a range"),
                arguments(
                        "proxyPort: 9090",
                        "passivePorts: 50000-50099\n    transport: udp",
                        "12: redirects[0].passivePorts: belongs to a protocol over TCP, like FTP; remove it"),
                arguments(
                        "[9090]",
                        "[9090, 9090]",
                        "11: redirects[0].originalPorts[1]: port 9090 is an original port of redirects[0].originalPorts[0] already"),
                arguments(
                        "cluster:",
                        "  - {protocol: web, originalPorts: [80, 9090], proxyPort: 80}\ncluster:",
                        "13: redirects[1].originalPorts[1]: port 9090 is an original port of redirects[0].originalPorts[0] already, line 11"),
                arguments(
                        "[9090]",
                        "[22]",
                        "11: redirects[0].originalPorts[0]: redirecting port 22 cuts off SSH to this node's addresses; use another port, or write 'force: true'"),
                arguments(
                        "    originalPorts: [9090]\n    proxyPort: 9090",
                        "    originalPorts: [80, 81]",
                        "10: redirects[0].proxyPort: is missing; with several original ports"),
                arguments(
                        "proxyPort: 9090",
                        "transport: sctp",
                        "12: redirects[0].transport: 'sctp' is not known; use tcp or udp"),
                arguments(
                        "proxyPort: 9090",
                        "health: {probe: https}",
                        "12: redirects[0].health.probe: 'https' is not known; use http or ftp or icap or tls or tcp"),
                arguments(
                        "proxyPort: 9090",
                        "health: {prob: http}",
                        "12: redirects[0].health.prob: is not a known key; did you mean 'probe'?"),
                arguments(
                        "proxyPort: 9090",
                        "health: {service: reqmod}",
                        "12: redirects[0].health.service: belongs to probe icap, and this redirect is probed by http; write 'probe: icap' beside it, or remove it"),
                arguments(
                        "proxyPort: 9090",
                        "health: {probe: tcp, url: 'http://o.example/'}",
                        "12: redirects[0].health.url: belongs to probe http, and this redirect is probed by tcp; write 'probe: http' beside it, or remove it"),
                arguments(
                        "proxyPort: 9090",
                        "health: {serverName: o.example}",
                        "12: redirects[0].health.serverName: belongs to probe tls, and this redirect is probed by http"),
                arguments(
                        "proxyPort: 9090",
                        "health: {url: ftp://o.example/}",
                        "12: redirects[0].health.url: 'ftp://o.example/' is not an http or https URL; use the URL of a page that the proxy can fetch"),
                arguments(
                        "proxyPort: 9090",
                        "health: {url: 'http://o.example/ HTTP/1.1'}",
                        "12: redirects[0].health.url: 'http://o.example/ HTTP/1.1' is not an http or https URL"),
                arguments(
                        "proxyPort: 9090",
                        "health: {url: 'http://user@o.example/'}",
                        "12: redirects[0].health.url: 'http://user@o.example/' is not an http or https URL"),
                arguments(
                        "proxyPort: 9090",
                        "health: {url: '/index.html'}",
                        "12: redirects[0].health.url: '/index.html' is not an http or https URL"),
                arguments(
                        "proxyPort: 9090",
                        "health: {probe: icap, service: /reqmod}",
                        "12: redirects[0].health.service: '/reqmod' is not allowed; use the name of a service"),
                arguments(
                        "proxyPort: 9090",
                        "health: {probe: tls, serverName: 'o example'}",
                        "12: redirects[0].health.serverName: 'o example' is not allowed; use a host name"),
                arguments(
                        "proxyPort: 9090",
                        "transport: udp\n    health: {probe: tcp}",
                        "13: redirects[0].health: belongs to a redirect over TCP: a UDP port answers nobody, and is not probed; remove it"),
                arguments(
                        "proxyPort: 9090",
                        "health: http",
                        "12: redirects[0].health: the text 'http' cannot stand here; write keys under it: probe, url, service, serverName"),
                // cluster
                arguments(
                        "  discovery: open",
                        "  reportInterval: 1s",
                        "13: cluster: does not say which nodes to trust; write one of 'keyFile: "),
                arguments("cluster:\n  discovery: open\n", "", "1: cluster: does not say which nodes to trust"),
                arguments("discovery: open", "discovery: on", "14: cluster.discovery: 'on' is not known; use open"),
                arguments(
                        "discovery: open",
                        "discovery: open\n  keyFile: k",
                        "14: cluster.discovery: open accepts nodes that do not know the key"),
                arguments("discovery: open", "nodes: []", "14: cluster.nodes: is empty"),
                arguments(
                        "discovery: open",
                        "nodes: [10.51.0.2, 10.51.0.2]",
                        "14: cluster.nodes[1]: 10.51.0.2 is given twice"),
                arguments(
                        "discovery: open",
                        "discovery: open\n  reportInterval: 5s",
                        "13: cluster.deadAfter: would reset the clients of a node before 3 reports are missed; use at least"
                                + " missedReports times reportInterval, 15000ms"),
                arguments(
                        "discovery: open",
                        "discovery: open\n  reportInterval: 20ms",
                        "15: cluster.reportInterval: would take nodes out of service after 3 missed reports in 60 ms,"
                                + " which busy nodes are late by; use at least 'missedReports: 5' or a longer"
                                + " reportInterval"),
                arguments(
                        "discovery: open",
                        "discovery: open\n  reportInterval: 30ms\n  missedReports: 2",
                        "16: cluster.missedReports: would take nodes out of service after 2 missed reports in 60 ms,"
                                + " which busy nodes are late by; use at least 'missedReports: 4'"),
                arguments(
                        "discovery: open",
                        "discovery: open\n  reportInterval: 10ms",
                        "15: cluster.reportInterval: 10ms is too short; use 20ms to 10s"),
                arguments(
                        "discovery: open",
                        "discovery: open\n  missedReports: 1",
                        "15: cluster.missedReports: 1 is below 2; use 2-100"),
                arguments(
                        "discovery: open",
                        "discovery: open\n  arpProbeInterval: 500ms",
                        "15: cluster.arpProbeInterval: 500ms is too short; use 1s to 1h, or 0s for never"),
                // the rest
                arguments(
                        "cluster:",
                        "engine: {threadingMode: shared}\ncluster:",
                        "13: engine.threadingMode: 'shared' is not known; use SHARED_NETWORK or SHARED"),
                arguments(
                        "cluster:",
                        "engine: {idle: sleep}\ncluster:",
                        "13: engine.idle: 'sleep' is not known; use poll or adaptive or spin"),
                arguments(
                        "cluster:",
                        "engine: {idle: adaptive, spinTime: 11ms}\ncluster:",
                        "13: engine.spinTime: 11ms is too long; use 1us to 10ms, with its unit: us, ms, s, m or h"),
                arguments(
                        "cluster:",
                        "engine: {idle: spin, spinTime: 50us}\ncluster:",
                        "13: engine.spinTime: has no effect with idle: spin; remove it, or write idle: adaptive"),
                arguments(
                        "cluster:", "engine: {threads: 17}\ncluster:", "13: engine.threads: 17 is above 16; use 1-16"),
                arguments(
                        "cluster:",
                        "engine: {threads: 2, threadingMode: SHARED}\ncluster:",
                        "13: engine.threads: is 2, but with threadingMode: SHARED everything runs on one; remove one of"),
                arguments(
                        "cluster:",
                        "engine: {threads: 2, cpu: [0, 1, 2]}\ncluster:",
                        "13: engine.cpu: names 3 CPUs for 2 threads; name one for each thread, or leave the key out"),
                arguments(
                        "cluster:",
                        "engine: {cpu: -1}\ncluster:",
                        "13: engine.cpu: -1 is below 0; use a number of /sys/devices/system/cpu/online, like 1, or"),
                arguments(
                        "cluster:",
                        "engine: {cpu: []}\ncluster:",
                        "13: engine.cpu: an empty list cannot stand here; use a number of"),
                arguments(
                        "cluster:",
                        "engine: {cpu: [0, one]}\ncluster:",
                        "13: engine.cpu: the text 'one' is not a whole number; use a number of"),
                arguments(
                        "cluster:",
                        "policy: {stickyTimeout: 3600000000us}\ncluster:",
                        "13: policy.stickyTimeout: the text '3600000000us' is not a duration; use 1s to 24h"),
                arguments(
                        "cluster:",
                        "policy: {stickyTimeout: 25h}\ncluster:",
                        "13: policy.stickyTimeout: 25h is too long; use 1s to 24h"),
                arguments(
                        "cluster:",
                        "policy: {algorithm: roundRobin}\ncluster:",
                        "13: policy.algorithm: 'roundRobin' is not known; use weightedLeastConnections or"
                                + " leastConnections or sourceHash"),
                arguments(
                        "cluster:",
                        "policy: {weights: {cpu: 101}}\ncluster:",
                        "13: policy.weights.cpu: 101 is above 100; use 0-100"),
                arguments(
                        "cluster:",
                        "policy: {weights: {cpu: 0, memory: 0}}\ncluster:",
                        "13: policy.weights: are all 0, so that nothing would count; give cpu, memory or connections at"
                                + " least 1"),
                arguments(
                        "cluster:",
                        "policy: {algorithm: leastConnections, weights: {cpu: 1}}\ncluster:",
                        "13: policy.weights: has no effect with leastConnections; remove it, or the line with the"
                                + " algorithm"),
                arguments(
                        "cluster:",
                        "policy: {algorithm: sourceHash, slowStart: 1s}\ncluster:",
                        "13: policy.slowStart: has no effect with sourceHash"),
                arguments(
                        "cluster:",
                        "policy: {connectionsPerClient: 0}\ncluster:",
                        "13: policy.connectionsPerClient: 0 is below 1; use 1-1000"),
                arguments(
                        "cluster:",
                        "log: {level: verbose}\ncluster:",
                        "13: log.level: 'verbose' is not known; use error or warn or info or debug"),
                arguments(
                        "cluster:",
                        "log: {syslog: local0}\ncluster:",
                        "13: log.syslog: 'local0' is not allowed; write true for /dev/log, false, or the absolute path"),
                arguments(
                        "cluster:",
                        "metrics: {listen: 9745}\ncluster:",
                        "13: metrics.listen: '9745' is not allowed; write an address of this machine and a port, like"),
                arguments(
                        "cluster:",
                        "metrics: {listen: '127.0.0.1:70000'}\ncluster:",
                        "13: metrics.listen: 70000 is no port; use 1-65535"),
                arguments(
                        "cluster:",
                        "metrics: {listen: '10.51.0.256:1'}\ncluster:",
                        "13: metrics.listen: '10.51.0.256' is not an IP address; write an address of this machine"),
                arguments(
                        "managementIp: 10.51.0.1",
                        "weight: 256",
                        "4: node.weight: 256 is above 255; use 0-255, with 100 for a node like the others"),
                arguments(
                        "managementIp: 10.51.0.1\nvirtualRouters:\n  - id: 51\n    priority: 99",
                        "scanning: false\nvirtualRouters:\n  - id: 51\n    priority: 0",
                        "4: node.scanning: is false while no virtual router has a priority above 0"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldNamePlaceReasonAndRemedyWhenSomethingIsWrong(String good, String bad, String expected)
            throws IOException {
        assertThat(GOOD).contains(good);
        Path file = Files.writeString(directory.resolve("n1.yaml"), GOOD.replace(good, bad));

        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(file));

        assertThat(refused.problems())
                .extracting(ConfigProblem::toString)
                .anySatisfy(line -> assertThat(line).startsWith(file.toString()).contains(expected));
    }
}
