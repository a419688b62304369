package io.fairlead.tools.config;

import io.fairlead.lb.report.Balancing;
import io.fairlead.tools.config.NodeConfig.AttachMode;
import io.fairlead.tools.config.Values.Spelling;
import io.fairlead.tools.config.YamlTree.SyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads configuration files. */
public final class ConfigLoader {

    private static final int MAX_FILE_LENGTH = 1 << 20;
    private static final Path HOST_NAME_FILE = Path.of("/proc/sys/kernel/hostname");
    private static final String NAME_REMEDY = "use 1-32 of A-Z a-z 0-9 _ -";
    private static final String WEIGHT_REMEDY = "use 0-" + Balancing.MAX_WEIGHT + ", with " + Balancing.NORMAL_WEIGHT
            + " for a node like the others and 0 for one that takes no clients";

    private static final String PROXY_LOAD_REMEDY =
            "give the absolute path of a file to which the proxy writes a number from 0 to 100, like /run/proxy/load";

    private final Path file;
    private final Problems problems;
    private final Settings settings;

    private ConfigLoader(Path file) {
        this.file = file;
        this.problems = new Problems(file);
        this.settings = new Settings(file);
    }

    /**
     * Reads and checks a file, and the files with secrets and the commands that it names; nothing else of the machine is looked at.
     *
     * @param file YAML
     * @return the configuration
     * @throws ConfigException with everything that is wrong
     */
    public static LoadedConfig load(Path file) throws ConfigException {
        return new ConfigLoader(file).load();
    }

    private LoadedConfig load() throws ConfigException {
        Section root = Section.root(tree(), problems, settings);
        Section node = root.section(ConfigKey.NODE);
        Section engine = root.section(ConfigKey.ENGINE);
        String interfaceName = interfaceName(root, node);
        VirtualRouterReader routers = new VirtualRouterReader(file, interfaceName, problems);
        NodeConfig config = new NodeConfig(
                name(node),
                interfaceName,
                node.value(ConfigKey.MANAGEMENT_IP, Values.ipv4HostAddress("use an IPv4 address of the interface")),
                node.value(
                        ConfigKey.MANAGEMENT_IP6,
                        Values.ipv6HostAddress("use a global or unique local IPv6 address of the interface")),
                node.value(ConfigKey.ATTACH, Values.oneOf(AttachMode.class, Spelling.LOWER), AttachMode.INLINE),
                node.value(ConfigKey.SCANNING, Values.flag(), true),
                node.value(
                        ConfigKey.NODE_WEIGHT,
                        Values.integer(0, Balancing.MAX_WEIGHT, WEIGHT_REMEDY),
                        Balancing.NORMAL_WEIGHT),
                routers.read(root),
                new RedirectReader(problems).read(root),
                new ClusterReader(file, problems).read(root),
                EngineReader.read(engine),
                PolicyReader.read(root),
                HealthReader.read(root),
                ControlReader.read(root),
                LogReader.read(root),
                MetricsReader.read(root),
                node.value(ConfigKey.PROXY_LOAD_FILE, Values.absolutePath(PROXY_LOAD_REMEDY)));
        checkPurpose(node, config);
        LoadedConfig loaded = new LoadedConfig(
                file,
                config,
                node.line(ConfigKey.MANAGEMENT_IP),
                node.line(ConfigKey.MANAGEMENT_IP6),
                engine.line(ConfigKey.CPU),
                routers.places(),
                problems.warnings(),
                settings);
        loaded.checkAddresses(problems);
        problems.throwIfAny();
        return loaded;
    }

    private static void checkPurpose(Section node, NodeConfig config) {
        if (!config.scanning() && config.virtualRouters().stream().allMatch(router -> router.priority() == 0)) {
            node.refuse(
                    ConfigKey.SCANNING,
                    "is false while no virtual router has a priority above 0, so this node would do nothing",
                    "let it scan, or give it a priority");
        }
    }

    private YamlNode tree() throws ConfigException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE_LENGTH + 1);
            if (bytes.length > MAX_FILE_LENGTH) {
                throw unreadable(0, "is longer than 1 MiB", "a configuration has some dozens of lines: check the path");
            }
            return YamlTree.parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (SyntaxException e) {
            throw unreadable(e.line(), e.reason(), e.remedy());
        } catch (CharacterCodingException e) {
            throw unreadable(0, "is not UTF-8 text", "save it as UTF-8");
        } catch (NoSuchFileException e) {
            throw unreadable(0, "does not exist", "check the path");
        } catch (IOException e) {
            throw unreadable(0, "cannot be read", "check that it is a file and that you may read it");
        }
    }

    private ConfigException unreadable(int line, String reason, String remedy) {
        return new ConfigException(List.of(new ConfigProblem(file.toString(), line, "", reason, remedy)));
    }

    private String name(Section node) {
        Conversion<String> name = Values.text(NodeConfig::isName, NAME_REMEDY);
        if (node.has(ConfigKey.NAME)) {
            return node.value(ConfigKey.NAME, name).orElse("");
        }
        String hostName = hostName();
        if (!NodeConfig.isName(hostName)) {
            node.refuse(
                    ConfigKey.NAME,
                    "is missing, and the host name '" + hostName + "' cannot stand in for it",
                    NAME_REMEDY);
        }
        return node.value(ConfigKey.NAME, name, hostName, "host name");
    }

    /** Asked of the kernel, since the JDK would ask the name service and may wait for it. Without its domain. */
    private static String hostName() {
        try {
            return Files.readString(HOST_NAME_FILE).strip().split("\\.", 2)[0];
        } catch (IOException e) {
            return "";
        }
    }

    private static String interfaceName(Section root, Section node) {
        String remedy = "name the interface that carries the virtual IPs, like eth0";
        if (root.has(ConfigKey.NODE)) {
            node.missing(ConfigKey.INTERFACE, remedy);
        } else {
            root.missing(ConfigKey.NODE, "write at least 'interface: eth0' under it");
        }
        Optional<String> name = node.value(ConfigKey.INTERFACE, Values.interfaceName(remedy));
        return name.orElse("");
    }
}
