package io.fairlead.tools.cli;

import io.fairlead.netstack.wire.IpPrefix;
import io.fairlead.tools.capture.VerdictClass;
import io.fairlead.tools.capture.live.CaptureOrder;
import io.fairlead.tools.capture.live.CaptureOrderJson;
import io.fairlead.tools.control.ControlClient;
import io.fairlead.tools.control.ControlException;
import io.fairlead.tools.control.ControlReader;
import io.fairlead.tools.control.RunDirectory;
import io.fairlead.tools.logging.StandardOutput;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code fairlead capture}. */
@Command(
        name = "capture",
        header = "Capture what a running node sees, with the verdict of each frame.",
        description = {
            "",
            "Writes pcapng: the frames as they came from the wire and from the host's kernel, each with what was decided"
                    + " about it as its comment, such as 'steered to n2: known connection'. It opens in Wireshark and tshark,"
                    + " and `fairlead replay` takes it. It ends with Ctrl-C, or when one of the limits is reached. A node has"
                    + " one capture at a time, never waits for it, and counts the frames that it is missing. Frames are what"
                    + " clients say: it takes the right to operate the node. See docs/capture.md."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead capture --out node.pcapng",
            "  fairlead capture --out node.pcapng --client 10.51.0.50 --port 9090 --seconds 600",
            "  fairlead capture --out - --verdict dropped | tshark -r - -T fields -e ip.src -e frame.comment",
            "  fairlead capture --out node.pcapng --snaplen 65535 --count 10000     whole frames, for a replay"
        })
final class CaptureCommand implements Callable<Integer> {

    private static final String STANDARD_OUTPUT = "-";

    /** An address is the prefix of itself alone. */
    static final class Prefix implements ITypeConverter<IpPrefix> {
        @Override
        public IpPrefix convert(String text) {
            try {
                return CaptureOrderJson.prefix(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage() + "; use one like 10.51.0.50 or 2001:db8::/64");
            }
        }
    }

    /** As it stands in the comments. */
    static final class Verdict implements ITypeConverter<VerdictClass> {
        @Override
        public VerdictClass convert(String text) {
            return VerdictClass.ofWord(text)
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is no verdict; there are "
                            + Arrays.stream(VerdictClass.values())
                                    .map(VerdictClass::word)
                                    .collect(Collectors.joining(", "))));
        }
    }

    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where to write it, in place of an older file; - is standard output.")
    @SuppressWarnings("NullAway.Init")
    private String out;

    @Option(
            names = "--client",
            paramLabel = "ADDRESS[/PREFIX]",
            converter = Prefix.class,
            description = "Only frames from or to this address, or these. IPv4 or IPv6.")
    private @Nullable IpPrefix client;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = ExplainCommand.Port.class,
            description = "Only frames from or to this port of TCP or UDP, as they came or as they were translated.")
    private @Nullable Integer port;

    @Option(
            names = "--verdict",
            paramLabel = "VERDICT",
            converter = Verdict.class,
            description = "Only these: steered, handed-over, delivered, translated, passed, control, dropped. May be"
                    + " repeated.")
    private List<VerdictClass> verdicts = new ArrayList<>();

    @Option(
            names = "--interface",
            paramLabel = "NAME",
            description = "Of the node. Default: the first one, on which connections are balanced.")
    private @Nullable String interfaceName;

    @Option(
            names = "--snaplen",
            paramLabel = "BYTES",
            description = "How much of each frame. Default: " + CaptureOrder.USUAL_SNAP_LENGTH + ", headers.")
    private int snapLength = CaptureOrder.USUAL_SNAP_LENGTH;

    @Option(names = "--count", paramLabel = "N", description = "End with this many frames.")
    private @Nullable Long count;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "End after so long. Default: " + CaptureOrder.USUAL_SECONDS + ".")
    private int seconds = CaptureOrder.USUAL_SECONDS;

    @Option(
            names = "--size",
            paramLabel = "MIB",
            description = "End before it is larger. Default: " + CaptureOrder.USUAL_MEBIBYTES + " MiB.")
    private int mebibytes = CaptureOrder.USUAL_MEBIBYTES;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final RunDirectory runDirectory;
    private final Console console;

    CaptureCommand(RunDirectory runDirectory, Console console) {
        this.runDirectory = runDirectory;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ControlException, CommandFailedException {
        CaptureOrder order = order();
        if (out.equals(STANDARD_OUTPUT) && StandardOutput.ofProcess().isTerminal()) {
            throw new CommandFailedException(
                    "a capture is not for a terminal: use --out FILE, or a pipe, as in `--out - | tshark -r -`");
        }
        String name = node.choose(runDirectory.runningNodes(), "running node");
        ControlClient daemon = new ControlClient(runDirectory.controlSocket(name));
        try (ControlReader capture = daemon.open("capture", CaptureOrderJson.toJson(order));
                WritableByteChannel file = file()) {
            new CaptureCopy(capture, file, out.equals(STANDARD_OUTPUT), console).run();
        }
        return ExitCode.OK;
    }

    /** Only its owner may read what clients say. */
    private WritableByteChannel file() throws IOException {
        if (out.equals(STANDARD_OUTPUT)) {
            return new FileOutputStream(FileDescriptor.out).getChannel();
        }
        try {
            return Files.newByteChannel(
                    Path.of(out),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileSystemException e) {
            throw new IOException("cannot write " + out + ": " + reason(e), e);
        }
    }

    private static String reason(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such folder";
        }
        return e instanceof AccessDeniedException
                ? "permission denied"
                : Objects.requireNonNullElse(e.getReason(), e.getClass().getSimpleName());
    }

    private CaptureOrder order() {
        check("--snaplen", snapLength, CaptureOrder.LEAST_SNAP_LENGTH, CaptureOrder.MOST_SNAP_LENGTH);
        check("--seconds", seconds, 1, CaptureOrder.MOST_SECONDS);
        check("--size", mebibytes, 1, CaptureOrder.MOST_MEBIBYTES);
        check("--count", count == null ? 1 : count, 1, Long.MAX_VALUE);
        return new CaptureOrder(
                Optional.ofNullable(interfaceName),
                Optional.ofNullable(client),
                port == null ? OptionalInt.empty() : OptionalInt.of(port),
                verdicts.isEmpty() ? Set.of() : EnumSet.copyOf(verdicts),
                snapLength,
                count == null ? OptionalLong.empty() : OptionalLong.of(count),
                seconds,
                mebibytes);
    }

    private void check(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " " + value + " is "
                            + (value < least ? "too little: use at least " + least : "too much: use at most " + most));
        }
    }
}
