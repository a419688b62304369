package io.fairlead.tools.cli;

import io.fairlead.tools.config.ConfigSchema;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code fairlead config schema}. */
@Command(
        name = "schema",
        header = "Print the JSON Schema of the configuration, for editors.",
        description = {
            "",
            "With it, an editor completes keys and marks mistakes (draft 2020-12). For those that use the YAML language server, such as VS"
                    + " Code, the first line of the configuration names it:",
            "",
            "  # yaml-language-server: $schema=/etc/fairlead/schema.json"
        },
        footerHeading = "%nExamples:%n",
        footer = "  fairlead config schema > /etc/fairlead/schema.json")
final class ConfigSchemaCommand implements Callable<Integer> {

    private final Console console;

    ConfigSchemaCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        console.out().print(ConfigSchema.text());
        console.out().flush();
        return ExitCode.OK;
    }
}
