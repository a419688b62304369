package io.fairlead.tools.config;

import io.fairlead.tools.config.LogConfig.Format;
import io.fairlead.tools.config.LogConfig.Level;
import io.fairlead.tools.config.LogConfig.Syslog;
import io.fairlead.tools.config.Values.Spelling;
import io.fairlead.tools.config.YamlNode.Scalar;
import io.fairlead.tools.config.YamlNode.ScalarType;
import java.nio.file.Path;

/** Reads {@code log}. */
final class LogReader {

    private static final String SYSLOG_REMEDY =
            "write true for /dev/log, false, or the absolute path of another socket";

    /** Whether, and where to. */
    private record Target(Syslog syslog, Path socket) {

        String words() {
            if (syslog == Syslog.OFF) {
                return "false";
            }
            return socket.equals(LogConfig.SYSTEM_LOG) ? "true" : YamlText.of(socket.toString());
        }
    }

    private LogReader() {}

    static LogConfig read(Section root) {
        Section section = root.section(ConfigKey.LOG);
        Target target =
                section.value(ConfigKey.LOG_SYSLOG, syslog()).orElse(new Target(Syslog.AUTO, LogConfig.SYSTEM_LOG));
        return new LogConfig(
                section.value(ConfigKey.LOG_LEVEL, Values.oneOf(Level.class, Spelling.LOWER), Level.INFO),
                section.value(ConfigKey.LOG_FORMAT, Values.oneOf(Format.class, Spelling.LOWER), Format.TEXT),
                target.syslog(),
                target.socket());
    }

    private static Conversion<Target> syslog() {
        Conversion<Path> path = Values.absolutePath(SYSLOG_REMEDY);
        Conversion<Target> target = node -> {
            if (node instanceof Scalar scalar && scalar.type() == ScalarType.FLAG) {
                return new Target(Values.flag().convert(node) ? Syslog.ON : Syslog.OFF, LogConfig.SYSTEM_LOG);
            }
            return new Target(Syslog.ON, path.convert(node));
        };
        return target.written(Target::words);
    }
}
