package io.fairlead.tools.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class ContentTest {
    private static final long BYTES = 3L * Content.CHUNK_BYTES + 5;

    @Test
    void shouldEndAfterItsLengthWhenReadToTheEnd() {
        assertThat(read(1)).hasSize((int) BYTES);
    }

    @Test
    void shouldHaveTheChecksumOfItsBytes() {
        assertThat(Content.sha256(1, BYTES))
                .isEqualTo(HexFormat.of().formatHex(Content.sha256().digest(read(1))));
    }

    @Test
    void shouldDifferWhenTheSeedDiffers() {
        assertThat(Content.sha256(1, BYTES)).isNotEqualTo(Content.sha256(2, BYTES));
    }

    private static byte[] read(final long seed) {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        final Content content = new Content(seed, BYTES);
        for (byte[] chunk = content.next(); chunk.length > 0; chunk = content.next()) {
            all.writeBytes(chunk);
        }
        return all.toByteArray();
    }
}
