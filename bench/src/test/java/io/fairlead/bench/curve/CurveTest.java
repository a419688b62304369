package io.fairlead.bench.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

final class CurveTest {
    private static final Point STEER = new Point("steer", 1000, 60, 5, 0);
    private static final Point STEER_MORE = new Point("steer", 10_000, 90, Double.NaN, 0);
    private static final Point TRANSLATE = new Point("translate", 1000, 70, 5, 0);

    @Test
    void shouldDrawEachFigureAndItsBytesWhenThereAreTwoBenchmarks() throws Exception {
        final String svg = Curve.svg(List.of(STEER, STEER_MORE, TRANSLATE));

        final Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(3);
        assertThat(document.getElementsByTagName("path").getLength()).isEqualTo(2);
        assertThat(svg)
                .contains(">10,000<", ">60<", ">90<", ">70<", ">131 B<", ">262 B<")
                .doesNotContain("NaN");
    }

    @Test
    void shouldRefuseWhenThereAreMoreBenchmarksThanColours() {
        assertThatThrownBy(() -> Curve.svg(List.of(STEER, TRANSLATE, new Point("translateReply", 1000, 1, 1, 0))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldHaveFourToTenStepsWhenAnAxisIsMarked() {
        assertThat(Scale.step(8)).isEqualTo(1);
        assertThat(Scale.step(66)).isEqualTo(10);
        assertThat(Scale.step(430)).isEqualTo(50);
        assertThat(Scale.step(1900)).isEqualTo(200);
    }

    @Test
    void shouldLieInProportionBetweenTheEndsWhenAScaleRunsBackwards() {
        final Scale scale = new Scale(0, 100, 300, 100);

        assertThat(scale.at(0)).isEqualTo(300);
        assertThat(scale.at(25)).isEqualTo(250);
        assertThat(scale.at(100)).isEqualTo(100);
    }
}
