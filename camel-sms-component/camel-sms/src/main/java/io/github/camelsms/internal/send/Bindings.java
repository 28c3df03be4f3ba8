package io.github.camelsms.internal.send;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.exchange.ExchangeBinding;
import io.github.camelsms.internal.state.IdempotentSends;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.spi.CallReply;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How query, feedback and call read and write exchanges. */
public final class Bindings {

    /** @param sends those whose outcome is unknown are settled by what the provider answers */
    public static SmsProducer.Binding<SmsQuery, DeliveryReceipt> query(IdempotentSends sends) {
        return new Query(sends);
    }

    private record Query(IdempotentSends sends) implements SmsProducer.Binding<SmsQuery, DeliveryReceipt> {

        private static final Logger LOG = LoggerFactory.getLogger(Bindings.class);

        @Override
        public SmsQuery read(ExchangeBinding binding, Exchange exchange) {
            return binding.queries().readQuery(exchange);
        }

        @Override
        public void write(
                AccountClient<SmsQuery, DeliveryReceipt> client,
                Exchange exchange,
                SmsQuery query,
                DeliveryReceipt receipt) {
            client.binding().results().write(exchange, receipt);
            exchange.getMessage().removeHeader(SmsConstants.VERIFY_CODE);
            settle(client.account(), receipt);
        }

        private void settle(String account, DeliveryReceipt receipt) {
            try {
                sends.settle(account, null, receipt);
            } catch (RuntimeException unavailable) { // the answer to the query stands
                LOG.debug("{}: a query could not settle a send with an idempotency key", account, unavailable);
            }
        }
    }

    public static final SmsProducer.Binding<SmsFeedback, FeedbackResult> FEEDBACK = new SmsProducer.Binding<>() {
        @Override
        public SmsFeedback read(ExchangeBinding binding, Exchange exchange) {
            return binding.queries().readFeedback(exchange);
        }

        @Override
        public void write(
                AccountClient<SmsFeedback, FeedbackResult> client,
                Exchange exchange,
                SmsFeedback given,
                FeedbackResult feedback) {
            client.binding().results().write(exchange, feedback);
        }
    };

    public static final SmsProducer.Binding<SmsCall, CallReply> CALL = new SmsProducer.Binding<>() {
        @Override
        public SmsCall read(ExchangeBinding binding, Exchange exchange) {
            return binding.calls().read(exchange);
        }

        @Override
        public void write(AccountClient<SmsCall, CallReply> client, Exchange exchange, SmsCall call, CallReply reply) {
            CallWriter.write(client, exchange, call, reply);
        }
    };

    private Bindings() {}
}
