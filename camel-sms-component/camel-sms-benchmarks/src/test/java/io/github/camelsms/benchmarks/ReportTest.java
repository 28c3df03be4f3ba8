package io.github.camelsms.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final String LEVEL = "instant/64";

    @Test
    void ratiosAreOfMediansAndDecideTheGoals() {
        String report = report(
                cpu(Variants.SMS_SEND, 40),
                cpu(Variants.SMS_SEND, 1000),
                cpu(Variants.SMS_SEND, 30),
                cpu(Variants.ROUTE_HTTP_EXPERT, 50),
                cpu(Variants.RAW_HC5, 20));

        assertThat(row(report, Variants.SMS_SEND)).contains("| sms-send | 1,000 | 40.0 (30.0 to 1000.0) |");
        assertThat(row(report, Variants.SMS_SEND)).endsWith("|  |  |  | 3 |");
        assertThat(row(report, Variants.ROUTE_HTTP_EXPERT)).contains("| 0.80 | 1.00 |");
        assertThat(goal(report, "CPU, sms-send ÷ route-http-expert, steady instant/64"))
                .isEqualTo("| 0.80 | ≤ 0.85 | met | ≤ 0.60 | **not met** |");
        assertThat(goal(report, "CPU, sms-send ÷ raw-hc5, steady instant/64"))
                .isEqualTo("| 2.00 | ≤ 1.00 | **not met** | ≤ 0.75 | **not met** |");
        assertThat(goal(report, "rate, sms-send ÷ route-http-expert, steady instant/64"))
                .isEqualTo("| 1.00 | ≥ 1.20 | **not met** | ≥ 1.60 | **not met** |");
    }

    @Test
    void boundItselfIsMet() {
        String report = report(cpu(Variants.SMS_SEND, 20), cpu(Variants.RAW_HC5, 20));

        assertThat(goal(report, "CPU, sms-send ÷ raw-hc5, steady instant/64"))
                .isEqualTo("| 1.00 | ≤ 1.00 | met | ≤ 0.75 | **not met** |");
    }

    @Test
    void medianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
        String report = report(cpu(Variants.RAW_HC5, 10), cpu(Variants.RAW_HC5, 20));

        assertThat(row(report, Variants.RAW_HC5)).contains("| 15.0 (10.0 to 20.0) |");
    }

    @Test
    void sdkIsComparedWithTheVariantThatCallsTheSameProvider() {
        String report = report(
                cpu(Variants.SMS_SEND, 1),
                cpu(Variants.SMS_SEND_TELESIGN, 25),
                cpu(Variants.SMS_SEND_TELESIGN_WAITING, 75),
                cpu(Variants.TELESIGN_SDK, 50));

        assertThat(row(report, Variants.TELESIGN_SDK)).endsWith("| 0.50 | 1.00 | 1.50 | 1 |");
        assertThat(goal(report, "CPU, sms-send-telesign ÷ telesign-sdk, steady instant/64"))
                .isEqualTo("| 0.50 | ≤ 0.65 | met | ≤ 0.45 | **not met** |");
    }

    @Test
    void earlierBuildStandsBesideThePresentOne() {
        String before = Variants.SMS_SEND_WAITING + Variants.BEFORE;
        String report = report(cpu(Variants.SMS_SEND, 20), cpu(before, 80));

        assertThat(row(report, before)).contains("| 80.0 (80.0 to 80.0) |").contains("| 0.25 | 1.00 |");
    }

    @Test
    void youngAndSteadyAreJudgedApart() {
        String report = report(
                cpu(Row.of(Kind.YOUNG, LEVEL, Variants.SMS_SEND), 60),
                cpu(Row.of(Kind.YOUNG, LEVEL, Variants.ROUTE_HTTP_EXPERT), 100));

        assertThat(goal(report, "CPU, sms-send ÷ route-http-expert, young instant/64"))
                .isEqualTo("| 0.60 | ≤ 0.50 | **not met** | ≤ 0.33 | **not met** |");
        assertThat(goal(report, "CPU, sms-send ÷ route-http-expert, steady instant/64"))
                .contains("not measured");
    }

    @Test
    void valuesWithoutAnotherVariantAreBoundedThemselves() {
        String report = report(
                new Sample(Row.of(Kind.STEADY, LEVEL, Variants.SMS_SEND), values(20, 12_001)),
                new Sample(Row.of(Kind.STEADY, "delayed/2000", Variants.SMS_SEND), Map.of(Measure.THREADS, 30.0)));

        assertThat(goal(report, "bytes, sms-send, steady instant/64"))
                .isEqualTo("| 12,001 | ≤ 12,000 | **not met** | ≤ 8,000 | **not met** |");
        assertThat(goal(report, "threads, sms-send, steady delayed/2000"))
                .isEqualTo("| 30 | ≤ 50 | met | ≤ 30 | met |");
    }

    @Test
    void receiptsAreComparedWithTheBareRoute() {
        String report = report(
                cpu(Row.of(Kind.RECEIPTS, "instant/256", Variants.SMS_DLR), 55),
                cpu(Row.of(Kind.RECEIPTS, "instant/256", Variants.PLATFORM_HTTP), 50));

        assertThat(row(report, Variants.PLATFORM_HTTP)).startsWith("| 256 | platform-http |");
        assertThat(goal(report, "CPU, sms-dlr ÷ platform-http, receipts instant/256"))
                .isEqualTo("| 1.10 | ≤ 1.20 | met | ≤ 0.90 | **not met** |");
    }

    @Test
    void limiterIsJudgedByADifference() {
        String report = report(
                cpu(Row.of(Kind.LIMITER, LEVEL, Variants.LIMIT_UNSET), 30.5),
                cpu(Row.of(Kind.LIMITER, LEVEL, Variants.LIMIT_ZERO), 30),
                cpu(Row.of(Kind.LIMITER, LEVEL, Variants.LIMIT_FAR), 33));

        assertThat(row(report, Variants.LIMIT_FAR)).endsWith("| 3.0 | 1 |");
        assertThat(goal(report, "CPU, unset − 0, limiter instant/64"))
                .isEqualTo("| 0.50 | ≤ 1.00 | met | ≤ 0.00 | **not met** |");
    }

    @Test
    void storesAreComparedByTheirRate() {
        String report = report(
                new Sample(Row.of(Kind.STORE, "instant/16", Variants.SMS_DLR_JDBC), Map.of(Measure.RATE, 3_200.0)),
                new Sample(
                        Row.of(Kind.STORE, "instant/16", Variants.SMS_DLR_REPOSITORY), Map.of(Measure.RATE, 2_000.0)),
                new Sample(
                        Row.of(Kind.STORE, "instant/16", Variants.SMS_SEND_KEYED_MEMORY),
                        Map.of(Measure.RATE, 9_000.0)));

        assertThat(row(report, Variants.SMS_DLR_REPOSITORY))
                .startsWith("| 16 | sms-dlr-repository | 2,000 |")
                .endsWith("| 1.60 | 1 |");
        assertThat(row(report, Variants.SMS_SEND_KEYED_MEMORY)).endsWith("|  | 1 |");
        assertThat(goal(report, "rate, sms-dlr-jdbc ÷ sms-dlr-repository, store instant/16"))
                .isEqualTo("| 1.60 | ≥ 1.50 | met | ≥ 2.00 | **not met** |");
    }

    @Test
    void goalWithoutOurValueIsNotMeasured() {
        String report = report(cpu(Variants.ROUTE_HTTP_EXPERT, 80));

        assertThat(row(report, Variants.ROUTE_HTTP_EXPERT)).endsWith("|  |  |  | 1 |");
        assertThat(goal(report, "CPU, sms-send ÷ route-http-expert, steady instant/64"))
                .isEqualTo("|  | ≤ 0.85 | not measured | ≤ 0.60 | not measured |");
        assertThat(report).contains("Goals: 0 of 15 met, 15 not measured.");
    }

    @Test
    void readingsWithoutAMessageDecideNothing() {
        Map<Measure, Double> nothing =
                new Reading(2_000_000_000L, 5, 7, 90, 0, 90, 90).since(new Reading(0, 5, 4, 10, 0, 10, 10));
        String report =
                report(new Sample(Row.of(Kind.STEADY, LEVEL, Variants.SMS_SEND), nothing), cpu(Variants.RAW_HC5, 20));

        assertThat(row(report, Variants.SMS_SEND + " (3 failed)")).contains("| 0 |  |  |  |");
        assertThat(goal(report, "CPU, sms-send ÷ raw-hc5, steady instant/64")).contains("not measured");
    }

    @Test
    void failedMessagesShow() {
        Row row = Row.of(Kind.STEADY, LEVEL, Variants.RAW_HC5);
        String report = report(
                new Sample(row, Map.of(Measure.CPU, 1.0, Measure.FAILED, 1.0)),
                new Sample(row, Map.of(Measure.CPU, 1.0, Measure.FAILED, 2.0)));

        assertThat(report).contains("| raw-hc5 (3 failed) |");
    }

    @Test
    void rowsStandInTheOrderOfTheVariantsWhateverRanFirst() {
        String report = report(cpu(Variants.RAW_HC5, 1), cpu(Variants.ROUTE_HTTP, 1), cpu(Variants.SMS_SEND, 1));

        assertThat(report.lines().filter(line -> line.startsWith("| at once")).map(line -> line.split(" \\| ")[2]))
                .containsExactly(Variants.SMS_SEND, Variants.ROUTE_HTTP, Variants.RAW_HC5);
    }

    @Test
    void quickRunSaysThatItsNumbersMeanNothing() {
        assertThat(new Report(List.of()).markdown(true)).contains("these numbers mean nothing");
        assertThat(new Report(List.of()).markdown(false)).doesNotContain("mean nothing");
    }

    @Test
    void tablesHaveAsManyCellsAsColumns() {
        String report = report(Arrays.stream(Kind.values())
                .map(kind -> cpu(Row.of(kind, LEVEL, Variants.SMS_SEND), 1))
                .toArray(Sample[]::new));

        for (String table : report.split("## ")) {
            assertThat(table.lines().filter(line -> line.startsWith("|")).map(ReportTest::cells))
                    .as(table)
                    .allMatch(cells -> cells.equals(table.lines()
                            .filter(line -> line.startsWith("|"))
                            .map(ReportTest::cells)
                            .findFirst()
                            .orElseThrow()));
        }
    }

    @Test
    void sampleSurvivesItsLine() {
        Sample sample = new Sample(
                Row.of(Kind.STEADY, "tls-instant/256", Variants.RAW_HC5),
                Map.of(Measure.RATE, 1234.5, Measure.CPU, 12.25, Measure.FAILED, 1.0));

        assertThat(Sample.parse(sample.toLine())).isEqualTo(sample);
    }

    private static Sample cpu(String variant, double micros) {
        return cpu(Row.of(Kind.STEADY, LEVEL, variant), micros);
    }

    private static Sample cpu(Row row, double micros) {
        return new Sample(row, values(micros, 12_000));
    }

    private static Map<Measure, Double> values(double micros, double bytes) {
        return Map.of(Measure.RATE, 1000.0, Measure.CPU, micros, Measure.BYTES, bytes, Measure.FAILED, 0.0);
    }

    private static String report(Sample... samples) {
        return new Report(List.of(samples)).markdown(false);
    }

    private static long cells(String line) {
        return line.chars().filter(character -> character == '|').count();
    }

    private static String row(String report, String variant) {
        return report.lines()
                .filter(line -> line.contains("| " + variant + " |"))
                .findFirst()
                .orElseThrow();
    }

    /** What follows the label. */
    private static String goal(String report, String label) {
        String start = "| " + label + " ";
        return report.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst()
                .orElseThrow();
    }
}
