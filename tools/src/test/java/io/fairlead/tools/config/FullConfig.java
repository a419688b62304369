package io.fairlead.tools.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A configuration in which every key is given that can be beside the others, and one in which hardly any is. */
final class FullConfig {

    static final String YAML = """
            node:
              name: n1
              interface: eth0
              managementIp: 10.51.0.1
              managementIp6: 2001:db8:51::1
              attach: inline
              scanning: false
              weight: 50
              proxyLoadFile: /run/proxy/load
            virtualRouters:
              - id: 7
                version: 2
                priority: 99
                advertisementInterval: 2s
                preempt: false
                startupDelay: 3s
                interface: eth1
                virtualIps: [10.51.0.100/24, 10.51.0.101/24]
                unicastPeers: [10.51.0.2, 10.51.0.3]
                acceptMode: false
                syncGroup: web
                authentication:
                  type: hmac
                  keys:
                    1: vrrp1.key
                    2: vrrp2.key
                  activeKey: 2
                  mode: enforce
                  antiReplay: monotonic
                  window: 30s
                gratuitousArp:
                  count: 3
                  interval: 10ms
                  repeatDelay: 2s
                  refreshInterval: 1m
                  refreshCount: 2
                  lowerPriorityCount: 0
                  lowerPriorityRepeatDelay: 0s
                track:
                  - interface: eth2
                  - command: /bin/true
                    interval: 5s
                    timeout: 3s
                    weight: -20
                    rise: 2
                    fall: 3
                  - file: /run/x
                    weight: 253
                  - route: 0.0.0.0/0
                  - route: ::/0
                  - health: true
              - version: 3
                checksum: without-pseudo-header
                preemptDelay: 1m
                virtualIps: [10.51.0.102/24]
              - id: 8
                priority: 99
                preempt: false
                syncGroup: web
                virtualIps: [10.51.0.103/24]
            redirects:
              - protocol: http
                originalPorts: [9090, 9091]
                proxyPort: 3128
                health:
                  probe: http
                  url: http://origin.example/
                exceptSources: [192.0.2.7, 198.51.100.0/24, '2001:db8::/32']
                exceptDestinations: [10.51.0.101]
              - protocol: ssh
                transport: tcp
                originalPorts: [22]
                passivePorts: 50000-50002
                force: true
                health: {probe: icap, service: reqmod}
              - protocol: socks
                transport: udp
                originalPorts: [9090]
              - protocol: ssh-over-tls
                originalPorts: [9443]
                health: {probe: tls, serverName: origin.example}
            cluster:
              keyFile: cluster.key
              nodes: [10.51.0.2]
              reportInterval: 500ms
              missedReports: 5
              arpProbeInterval: 0s
              deadAfter: 20s
            engine:
              threadingMode: SHARED
              offload: false
              ioUring: false
              idle: adaptive
              spinTime: 20us
              cpu: [3, 1, 3]
            policy:
              algorithm: weightedLeastConnections
              weights: {cpu: 3, memory: 0, proxy: 5, connections: 2}
              connectionsPerClient: 8
              slowStart: 30s
              stickyTimeout: 1h
              heavySources: {connections: 200, spread: true}
            health:
              perRedirect: true
              interval: 2s
              timeout: 3s
              rise: 4
              fall: 5
            control:
              group: adm
              operators: net-admin
            log:
              level: warn
              format: json
              syslog: /run/log.sock
            metrics:
              listen: 127.0.0.1:9745
            """;

    static final String MINIMAL = """
            node: {name: n1, interface: eth0}
            virtualRouters: [{virtualIps: [10.51.0.100/24]}]
            redirects: [{protocol: http, originalPorts: [9090]}]
            cluster: {nodes: [10.51.0.2]}
            """;

    static final String KEY_TEXT = "0123456789abcdef0123456789abcdef";

    private FullConfig() {}

    /** The files that it names. */
    static void writeSecrets(Path directory) throws IOException {
        writeSecret(directory.resolve("cluster.key"), "00".repeat(ClusterKey.LENGTH));
        writeSecret(directory.resolve("vrrp1.key"), KEY_TEXT + "\r\n");
        writeSecret(directory.resolve("vrrp2.key"), "hex:" + "00".repeat(32) + "\n");
    }

    private static void writeSecret(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
