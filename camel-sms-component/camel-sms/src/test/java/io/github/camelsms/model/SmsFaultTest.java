package io.github.camelsms.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SmsFaultTest {

    private static final String ENDLESS = "x\r\nERROR forged".repeat(100_000);

    @Test
    void isOneBoundedLineWhoeverWroteTheProvider() {
        SmsFault fault = SmsFault.of(ErrorClass.UNKNOWN, "p", ENDLESS)
                .withProviderCode(ENDLESS)
                .withProviderStatus(ENDLESS);
        SmsException failure = new SmsRefusedException(fault);

        assertThat(failure.getMessage()).hasSizeLessThanOrEqualTo(300).doesNotContain("\n", "\r");
        assertThat(fault.toString()).hasSizeLessThan(1_000).doesNotContain("\n", "\r");
        assertThat(failure.providerCode().orElseThrow()).hasSize(64).startsWith("x  ERROR");
    }

    @Test
    void neverCutsInsideACharacter() {
        SmsFault fault = SmsFault.of(ErrorClass.UNKNOWN, "p", "no").withProviderCode("x" + "\ud83d\udc4d".repeat(40));

        assertThat(fault.providerCode()).isEqualTo("x" + "\ud83d\udc4d".repeat(30) + "...");
    }

    @Test
    void resultsAreBoundedToo() {
        DeliveryReceipt receipt = DeliveryReceipt.of("p", "1", DeliveryStatus.SENT, ReceiptSource.QUERY)
                .providerCode(ENDLESS)
                .providerText(ENDLESS)
                .detail("name", "Ada Lovelace")
                .build();

        assertThat(receipt.providerCode()).hasSize(64).doesNotContain("\n");
        assertThat(receipt.providerText()).hasSize(1_000).doesNotContain("\n");
        assertThat(receipt.toString()).contains("details=[name]").doesNotContain("Lovelace");
        assertThat(receipt.withAccount("main").details()).isEqualTo(Map.of("name", "Ada Lovelace"));
        assertThat(SmsSubmission.accepted("p", "1")
                        .providerCode(ENDLESS)
                        .build()
                        .providerCode())
                .hasSize(64);
        assertThat(new FeedbackResult("p", null, "1", true, ENDLESS, ENDLESS).toString())
                .hasSizeLessThan(1_500);
    }
}
