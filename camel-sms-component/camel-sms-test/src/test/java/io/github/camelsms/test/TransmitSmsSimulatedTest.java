package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.SmsSimulator;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** A message on its way through the simulated Transmit SMS. */
class TransmitSmsSimulatedTest {

    private static final String HANDSET = "+61491570156";

    @Test
    void messageIsSentAndAskedForWithAndWithoutItsRecipient() throws Exception {
        try (SmsSimulator simulator = SmsSimulator.start();
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            Credentials keys = simulator.credentials("transmitsms");
            String options = "?provider=transmitsms&apiKey=RAW(" + keys.apiKey() + ")&secretKey=RAW(" + keys.secretKey()
                    + ")&baseUrl=" + simulator.baseUrl("transmitsms");

            SmsSubmission submission = call(context, "sms:send" + options)
                    .withBody("Your parcel arrives today.")
                    .withHeader(SmsConstants.TO, HANDSET)
                    .request(SmsSubmission.class);
            DeliveryReceipt first = call(context, "sms:query" + options)
                    .withBody(submission)
                    .withHeader(SmsConstants.TO, HANDSET)
                    .request(DeliveryReceipt.class);
            DeliveryReceipt second =
                    call(context, "sms:query" + options).withBody(submission).request(DeliveryReceipt.class);

            assertThat(simulator.messages()).singleElement().satisfies(message -> {
                assertThat(message.text()).isEqualTo("Your parcel arrives today.");
                assertThat(message.to()).isEqualTo(HANDSET);
            });
            assertThat(first.status()).isEqualTo(DeliveryStatus.SENT);
            assertThat(second.status()).isEqualTo(DeliveryStatus.DELIVERED);
            assertThat(second.messageId()).isEqualTo(submission.messageId());
        }
    }

    private static FluentProducerTemplate call(DefaultCamelContext context, String uri) {
        return context.createFluentProducerTemplate().to(uri);
    }
}
