package io.github.camelsms.provider.telesign;

import io.github.camelsms.http.Form;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderText;

/** {@code GET /v1/verify/<id>}, with {@code verify_code} when a code is to be checked on the way. */
final class TelesignQuery implements Operation<SmsQuery, DeliveryReceipt> {

    private final TelesignRequests requests;
    private final ProviderText providerText;

    TelesignQuery(TelesignRequests requests, ProviderText providerText) {
        this.requests = requests;
        this.providerText = providerText;
    }

    @Override
    public HttpRequest encode(SmsQuery query) {
        String path = "/v1/verify/" + TelesignRequests.inPath(query.messageId());
        String code = query.verifyCode();
        return requests.get(
                path,
                code == null
                        ? null
                        : Form.withPercent().add("verify_code", code).encoded());
    }

    @Override
    public DeliveryReceipt decode(SmsQuery query, HttpResponse response) {
        TelesignReply reply = TelesignReply.read(response, providerText.replyTo(query));
        Lenient.warnOfOtherId(TelesignProvider.ID, query.messageId(), reply.id());
        if (TelesignCodes.hasStatus(reply)) {
            return reply.receipt(query.messageId(), ReceiptSource.QUERY);
        }
        SmsException error = TelesignCodes.error(
                reply, response, repeatable(query) ? TelesignCodes.Answered.QUERY : TelesignCodes.Answered.CODE_CHECK);
        if (error.errorClass() == ErrorClass.NOT_FOUND) {
            return DeliveryReceipt.of(
                            TelesignProvider.ID, query.messageId(), DeliveryStatus.NOT_FOUND, ReceiptSource.QUERY)
                    .providerCode(error.fault().providerCode())
                    .providerText(error.fault().detail())
                    .at(reply.updatedOn())
                    .build();
        }
        throw error;
    }

    /** A check of a code counts as an attempt, of which there are few. */
    @Override
    public boolean repeatable(SmsQuery query) {
        return query.verifyCode() == null;
    }
}
