package io.github.camelsms.provider.telesign;

import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.MessageFields;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderText;

/** {@code GET /v1/messaging/<id>}. It checks no code. */
final class TelesignMessagingQuery implements Operation<SmsQuery, DeliveryReceipt> {

    private final TelesignRequests requests;
    private final ProviderText providerText;

    TelesignMessagingQuery(TelesignRequests requests, ProviderText providerText) {
        this.requests = requests;
        this.providerText = providerText;
    }

    @Override
    public HttpRequest encode(SmsQuery query) {
        MessageFields.refuseVerifyCode(TelesignProvider.ID, query);
        return requests.get("/v1/messaging/" + TelesignRequests.inPath(query.messageId()), null);
    }

    @Override
    public DeliveryReceipt decode(SmsQuery query, HttpResponse response) {
        TelesignReply reply = TelesignReply.read(response, providerText.replyTo(query));
        Lenient.warnOfOtherId(TelesignProvider.ID, query.messageId(), reply.id());
        String code = reply.code();
        boolean error = TelesignMessagingCodes.isError(code);
        if (!error && TelesignCodes.hasStatus(reply)) {
            return reply.receipt(query.messageId(), ReceiptSource.QUERY);
        }
        SmsException failure = error && code != null
                ? TelesignMessagingCodes.error(reply, code, response)
                : TelesignCodes.error(reply, response, TelesignCodes.Answered.QUERY);
        if (failure.errorClass() != ErrorClass.NOT_FOUND) {
            throw failure;
        }
        return DeliveryReceipt.of(TelesignProvider.ID, query.messageId(), DeliveryStatus.NOT_FOUND, ReceiptSource.QUERY)
                .providerCode(failure.fault().providerCode())
                .providerText(failure.fault().detail())
                .at(reply.updatedOn())
                .build();
    }

    @Override
    public boolean repeatable(SmsQuery query) {
        return true;
    }
}
