package io.fairlead.tools.lab.demo;

import io.fairlead.tools.lab.Fetch;

/** Waits for the downloads to end and compares their checksums with those of the files at the origin. */
final class ChecksumStep implements DemoStep {
    @Override
    public String title() {
        return "Both downloads end";
    }

    @Override
    public void run(final Stage stage) {
        for (final RunningDownload download : stage.downloads()) {
            final Fetch fetch = download.curl().await(DownloadStep.LIMIT.plusSeconds(2));
            final boolean right =
                    fetch.ok() && fetch.sha256().equals(download.file().sha256());
            stage.progress()
                    .note(download.what() + ": " + fetch.bytes() + " bytes, SHA-256 " + fetch.sha256()
                            + (right ? ", right" : ", WRONG"));
            stage.findings()
                    .add(
                            right,
                            download.what(),
                            "complete, SHA-256 right",
                            right
                                    ? "complete, SHA-256 right"
                                    : "curl exit code " + fetch.curlExitCode() + ", " + fetch.bytes() + " bytes",
                            Progress.seconds(fetch.duration()));
        }
    }
}
