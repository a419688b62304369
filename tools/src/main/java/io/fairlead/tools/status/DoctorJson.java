package io.fairlead.tools.status;

import java.io.IOException;

/** The result of {@code fairlead doctor} as JSON. */
public final class DoctorJson {

    private final JsonForm<DoctorReport> form = new JsonForm<>(DoctorReport.class);

    /**
     * JSON for programs.
     *
     * @param report any
     * @return indented, with a newline at the end
     * @throws IOException never
     */
    public String toText(DoctorReport report) throws IOException {
        return form.toText(form.toJson(report));
    }
}
