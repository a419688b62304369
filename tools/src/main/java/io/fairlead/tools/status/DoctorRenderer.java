package io.fairlead.tools.status;

/** The result of {@code fairlead doctor} as text for people. */
public final class DoctorRenderer {

    private static final String LINE = "%-11s  %-11s  %s";

    private final StringBuilder out = new StringBuilder();

    private DoctorRenderer() {}

    /**
     * Renders a report.
     *
     * @param report any
     * @return lines
     */
    public static String render(DoctorReport report) {
        return new DoctorRenderer().all(report);
    }

    private String all(DoctorReport report) {
        long findings = report.checks().stream()
                .mapToLong(check -> check.findings().size())
                .sum();
        String found = findings == 1 ? "1 finding" : findings + " findings";
        line((report.node().isEmpty() ? "this machine" : report.node()) + ": "
                + (report.healthy() ? "nothing found" : found) + ", at " + report.timestamp());
        line("");
        for (Examination check : report.checks()) {
            examination(check);
        }
        return out.toString();
    }

    private void examination(Examination check) {
        String outcome = check.outcome().label();
        if (check.findings().isEmpty()) {
            line(String.format(LINE, outcome, check.check(), check.summary()));
        }
        for (Finding finding : check.findings()) {
            line(String.format(LINE, outcome, check.check(), finding.cause()));
            line(String.format(LINE, "", "", "remedy: " + finding.remedy()));
        }
    }

    private void line(String text) {
        out.append(StatusRenderer.printable(text).stripTrailing()).append('\n');
    }
}
