package io.github.camelsms.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Level LEVEL = Level.parse("instant/64");

    @Test
    void ratiosAreOfMediansAndDecideTheGoals() {
        String report = report(
                cpu(Variants.SMS_SEND, 40),
                cpu(Variants.SMS_SEND, 1000),
                cpu(Variants.SMS_SEND, 30),
                cpu(Variants.ROUTE_HTTP, 80),
                cpu(Variants.RAW_HC5, 20));

        assertThat(report).contains("| sms-send | 1,000 | 40.0 (30.0 to 1000.0) |");
        assertThat(row(report, Variants.ROUTE_HTTP)).contains("| 0.50 | 1.00 | CPU ≤ 0.5: met |");
        assertThat(row(report, Variants.RAW_HC5)).contains("| 2.00 | 1.00 | CPU ≤ 1.5: **not met** |");
        assertThat(report).contains("Goals: 2 of 7 met, 4 not measured.");
    }

    @Test
    void sdkIsComparedWithTheVariantThatCallsTheSameProvider() {
        String report =
                report(cpu(Variants.SMS_SEND, 1), cpu(Variants.SMS_SEND_TELESIGN, 50), cpu(Variants.TELESIGN_SDK, 50));

        assertThat(row(report, Variants.TELESIGN_SDK)).contains("| 1.00 | 1.00 | CPU ≤ 0.9: **not met** |");
    }

    @Test
    void goalWithoutOurValueIsNotMet() {
        String report = report(cpu(Variants.ROUTE_HTTP, 80));

        assertThat(row(report, Variants.ROUTE_HTTP)).contains("|  |  | CPU ≤ 0.5: not measured |");
        assertThat(report).contains("Goals: 0 of 7 met, 7 not measured.");
    }

    @Test
    void failedMessagesShow() {
        String report = report(new Sample(Variants.RAW_HC5, LEVEL, 1, 1, 1, 1, 3));

        assertThat(report).contains("| raw-hc5 (3 failed) |");
    }

    @Test
    void sampleSurvivesItsLine() {
        Sample sample = new Sample(Variants.RAW_HC5, Level.parse("tls/256"), 1234.5, 12.25, 9000, 3.5, 1);

        assertThat(Sample.parse(sample.toLine())).isEqualTo(sample);
    }

    private static Sample cpu(String variant, double micros) {
        return new Sample(variant, LEVEL, 1000, micros, 12_000, 5, 0);
    }

    private static String report(Sample... samples) {
        List<String> variants = List.of(
                Variants.SMS_SEND,
                Variants.SMS_SEND_TELESIGN,
                Variants.ROUTE_HTTP,
                Variants.TELESIGN_SDK,
                Variants.RAW_HC5);
        return new Report(List.of(samples)).markdown(List.of(LEVEL), variants);
    }

    private static String row(String report, String variant) {
        return report.lines()
                .filter(line -> line.contains("| " + variant + " |"))
                .findFirst()
                .orElseThrow();
    }
}
