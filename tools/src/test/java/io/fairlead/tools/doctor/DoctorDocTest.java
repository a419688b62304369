package io.fairlead.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.tools.status.CheckState;
import io.fairlead.tools.status.DoctorJson;
import io.fairlead.tools.status.DoctorRenderer;
import io.fairlead.tools.status.DoctorReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table and the examples of docs/doctor.md are what the code makes. */
final class DoctorDocTest {

    private static final Path DOCUMENTATION = Path.of("..", "docs", "doctor.md");

    private static DoctorReport report() {
        Patient patient = new Patient().with(ill -> {
            ill.proxy = Patient.proxy(
                    CheckState.FAILED,
                    "connection refused: the proxy listens on 127.0.0.1 only",
                    "let the proxy listen on all addresses (0.0.0.0), or on 10.51.0.1");
            ill.now.put("report-bad-hmac", 2L);
        });
        return Doctor.examine(patient.snapshot(), Patient.NOW);
    }

    @Test
    void shouldDocumentEveryCheckAndNoOther() throws IOException {
        assertThat(Files.readString(DOCUMENTATION).lines().filter(line -> line.matches("\\| `[a-z]+` \\|.*")))
                .containsExactlyElementsOf(Check.ALL.stream()
                        .map(check -> "| `" + check.label() + "` | " + check.looksFor() + " |")
                        .toList());
    }

    @Test
    void shouldRenderAsDocumentedWhenShownToPeople() throws IOException {
        String text = DoctorRenderer.render(report());
        Files.writeString(Path.of("target", "doctor.txt"), text);

        assertThat(Files.readString(DOCUMENTATION))
                .as("docs/doctor.md is out of date: copy tools/target/doctor.txt into it")
                .contains("```text\n" + text + "```\n");
    }

    @Test
    void shouldBeWrittenAsDocumentedWhenShownToPrograms() throws IOException {
        DoctorReport report = report();
        String text = new DoctorJson()
                .toText(new DoctorReport(
                        report.node(),
                        report.timestamp(),
                        report.healthy(),
                        report.checks().stream()
                                .filter(check -> check.check().matches("routers|proxies"))
                                .toList()));
        Files.writeString(Path.of("target", "doctor.json"), text);

        assertThat(Files.readString(DOCUMENTATION))
                .as("docs/doctor.md is out of date: copy tools/target/doctor.json into it")
                .contains("```json\n" + text + "```\n");
    }
}
