package io.fairlead.tools.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FindingsTest {
    private final Findings findings = new Findings();

    @Test
    void shouldAlignColumnsWhenRowsDifferInWidth() {
        findings.add(true, "director", "n1 alone", "n1", "4.10 s");
        findings.add(true, "pages", "all 12", "12");

        assertThat(findings.table()).isEqualTo("""
                            what      expected  seen  measured
                        --  --------  --------  ----  --------
                        ok  director  n1 alone  n1    4.10 s
                        ok  pages     all 12    12
                        """);
    }

    @Test
    void shouldFailWhenOneRowFails() {
        findings.add(true, "director", "n1 alone", "n1");
        assertThat(findings.allAsExpected()).isTrue();

        findings.add(false, "pages", "all 12", "11");
        findings.add(true, "banner", "n1", "n1");

        assertThat(findings.allAsExpected()).isFalse();
        assertThat(findings.table()).contains("FAILED  pages");
    }
}
