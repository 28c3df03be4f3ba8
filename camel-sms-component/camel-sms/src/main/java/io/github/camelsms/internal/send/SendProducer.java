package io.github.camelsms.internal.send;

import io.github.camelsms.SmsEndpoint;
import io.github.camelsms.internal.exchange.ExchangeBinding;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;

/** Sends one message, or several: the body tells. */
public final class SendProducer extends DefaultAsyncProducer {

    private final DefaultAsyncProducer one;
    private final DefaultAsyncProducer several;

    public SendProducer(SmsEndpoint endpoint) {
        super(endpoint);
        this.one = new SmsProducer<>(
                endpoint,
                provider -> Optional.of(provider.send()),
                ExchangeBinding::readMessage,
                (client, exchange, message, submission) ->
                        client.binding().writeSubmission(exchange, message, submission));
        this.several = new BulkProducer(endpoint);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return (BulkInput.isIn(exchange) ? several : one).process(exchange, callback);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(one, several);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(several, one);
        super.doStop();
    }
}
