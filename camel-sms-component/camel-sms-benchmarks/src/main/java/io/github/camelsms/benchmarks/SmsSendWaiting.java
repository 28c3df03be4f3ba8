package io.github.camelsms.benchmarks;

import io.github.camelsms.model.SmsSubmission;
import org.apache.camel.ProducerTemplate;

/** The component by threads that call and wait. */
final class SmsSendWaiting implements WaitingVariant {

    private final SmsRoute route;
    private final ProducerTemplate template;

    SmsSendWaiting(SmsRoute route) {
        this.route = route;
        template = route.context().createProducerTemplate();
    }

    @Override
    public String send(Sms sms) {
        return SmsRoute.messageId(template.requestBody(SmsRoute.FROM, route.message(sms), SmsSubmission.class));
    }

    @Override
    public void close() {
        route.close();
    }
}
