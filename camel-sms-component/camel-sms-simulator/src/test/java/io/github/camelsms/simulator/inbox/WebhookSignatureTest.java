package io.github.camelsms.simulator.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The example of the specification's libraries. */
class WebhookSignatureTest {

    @Test
    void signsIdTimeAndBody() {
        assertThat(WebhookSignature.of(
                        WebhookSignature.key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1_614_265_330,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void anotherSecretIsTakenAsItIs() {
        assertThat(WebhookSignature.key("s3cr3t")).isEqualTo("s3cr3t".getBytes(StandardCharsets.UTF_8));
        assertThatIllegalArgumentException().isThrownBy(() -> WebhookSignature.key("whsec_"));
        assertThatIllegalArgumentException().isThrownBy(() -> WebhookSignature.key("whsec_%"));
    }
}
