package io.fairlead.tools.config;

import java.nio.file.Path;

/** What a file with a secret holds, and where it is: the one is never shown, the other may be. */
record FromFile<T>(Path file, T content) {

    /** The conversion, as it is written: by the file's name. */
    static <T> Conversion<FromFile<T>> written(Conversion<FromFile<T>> conversion) {
        return conversion.written(FromFile::name);
    }

    private String name() {
        return YamlText.of(file.toAbsolutePath().normalize().toString());
    }

    @Override
    public String toString() {
        return name();
    }
}
