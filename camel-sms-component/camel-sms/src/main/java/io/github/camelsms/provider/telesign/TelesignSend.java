package io.github.camelsms.provider.telesign;

import io.github.camelsms.http.Form;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.MessageFields;
import io.github.camelsms.spi.MessageFields.Field;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderText;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /v1/verify/sms}. */
final class TelesignSend implements Operation<SmsMessage, SmsSubmission> {

    private static final Logger LOG = LoggerFactory.getLogger(TelesignSend.class);
    private static final String PATH = "/v1/verify/sms";
    static final String CODE_PLACE = "$$CODE$$";
    private static final int LONGEST_TEMPLATE = 1600;
    private static final Pattern VERIFY_CODE = Pattern.compile("[0-9]{3,7}");
    private static final MessageFields FIELDS = new MessageFields(
            TelesignProvider.ID,
            Set.of(Field.FROM, Field.VERIFY_CODE),
            Set.of("phone_number", "verify_code", "template", "sender_id"));

    private final TelesignRequests requests;
    private final ProviderText providerText;
    private final AtomicBoolean warned = new AtomicBoolean();

    TelesignSend(TelesignRequests requests, ProviderText providerText) {
        this.requests = requests;
        this.providerText = providerText;
    }

    @Override
    public HttpRequest encode(SmsMessage message) {
        FIELDS.check(message);
        TelesignParams params = TelesignParams.of(message.params());
        SenderId from = message.from();
        Form form = Form.withPercent()
                .add("phone_number", recipient(message.to()))
                .add("ucid", params.get("ucid"))
                .add("originating_ip", params.get("originating_ip"))
                .add("language", params.get("language"))
                .add("verify_code", code(message.verifyCode()))
                .add("template", template(message.text()))
                .add("sender_id", from == null ? null : from.value())
                .add("is_primary", params.get("is_primary"))
                .add("dlt_template_id", params.get("dlt_template_id"))
                .add("dlt_entity_id", params.get("dlt_entity_id"))
                .add("transaction_amount", params.get("transaction_amount"))
                .add("transaction_payee", params.get("transaction_payee"))
                .add("sim_swap_check", params.get("sim_swap_check"))
                .add("callback_url", params.get("callback_url"));
        params.others().forEach(form::add);
        return requests.post(PATH, form);
    }

    static String recipient(@Nullable Msisdn to) {
        if (to == null) {
            throw TelesignRequests.refused("CamelSmsTo is missing; accepted: a number in E.164");
        }
        return to.digits();
    }

    private static @Nullable String code(@Nullable String verifyCode) {
        if (verifyCode != null && !VERIFY_CODE.matcher(verifyCode).matches()) {
            throw TelesignRequests.refused("CamelSmsVerifyCode is not accepted; accepted: 3 to 7 digits");
        }
        return verifyCode;
    }

    /** The text with its placeholders; null for TeleSign's standard text. */
    private @Nullable String template(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        int length = text.codePointCount(0, text.length());
        if (length > LONGEST_TEMPLATE) {
            throw TelesignRequests.refused(
                    "the body has " + length + " characters; accepted: up to " + LONGEST_TEMPLATE);
        }
        if (!text.contains(CODE_PLACE) && warned.compareAndSet(false, true)) {
            LOG.warn("telesign: a text without {} carries no verification code; this is said once", CODE_PLACE);
        }
        return text;
    }

    @Override
    public SmsSubmission decode(SmsMessage message, HttpResponse response) {
        TelesignReply reply = TelesignReply.read(response, providerText.replyTo(message));
        return SmsSubmission.accepted(TelesignProvider.ID, reply.id())
                .status(TelesignCodes.statusOfSend(reply, response))
                .providerCode(TelesignCodes.shown(reply.code(), reply.scrubber()))
                .providerText(reply.text())
                .at(reply.updatedOn())
                .build();
    }
}
