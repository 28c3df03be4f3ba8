package io.github.camelsms.provider.telesign;

import io.github.camelsms.http.Form;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.MessageFields;
import io.github.camelsms.spi.MessageFields.Field;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/messaging}: a text of one's own. */
final class TelesignMessagingSend implements Operation<SmsMessage, SmsSubmission> {

    private static final String PATH = "/v1/messaging";
    private static final int LONGEST_TEXT = 1600;
    private static final int LONGEST_SENDER = 20;
    private static final int LONGEST_EXTERNAL_ID = 100;
    private static final String TYPE = "message_type";
    /** Alerts, reminders, notifications: what is neither a password nor an advertisement. */
    private static final String USUAL_TYPE = "ARN";

    private static final Set<String> TYPES = Set.of("OTP", USUAL_TYPE, "MKT");
    private static final String EVENT = "account_lifecycle_event";
    private static final Set<String> EVENTS = Set.of("create", "sign-in", "transact", "update", "delete");
    private static final String EXTERNAL_ID = "external_id";
    /** Parameters that Verify has too. */
    private static final Set<String> SHARED =
            Set.of("originating_ip", "callback_url", "is_primary", "dlt_template_id", "dlt_entity_id");

    private static final MessageFields FIELDS =
            new MessageFields(TelesignProvider.ID, Set.of(Field.FROM), Set.of("phone_number", "message", "sender_id"));

    private final TelesignRequests requests;
    private final ProviderText providerText;

    TelesignMessagingSend(TelesignRequests requests, ProviderText providerText) {
        this.requests = requests;
        this.providerText = providerText;
    }

    @Override
    public HttpRequest encode(SmsMessage message) {
        FIELDS.check(message);
        Map<String, String> own = new LinkedHashMap<>(message.params());
        String type = own.remove(TYPE);
        String event = own.remove(EVENT);
        String externalId = own.remove(EXTERNAL_ID);
        TelesignParams params = TelesignParams.of(own);
        refuseForeign(params);
        Form form = Form.withPercent()
                .add("phone_number", TelesignSend.recipient(message.to()))
                .add("message", text(message.text()))
                .add(TYPE, type == null || type.isEmpty() ? USUAL_TYPE : oneOf(TYPE, type, TYPES))
                .add(EVENT, event == null || event.isEmpty() ? null : oneOf(EVENT, event, EVENTS))
                .add("sender_id", sender(message.from()))
                .add(EXTERNAL_ID, externalId(externalId))
                .add("originating_ip", params.get("originating_ip"))
                .add("callback_url", params.get("callback_url"))
                .add("is_primary", params.get("is_primary"))
                .add("dlt_template_id", params.get("dlt_template_id"))
                .add("dlt_entity_id", params.get("dlt_entity_id"));
        params.others().forEach(form::add);
        return requests.post(PATH, form);
    }

    private static void refuseForeign(TelesignParams params) {
        Set<String> foreign = new TreeSet<>(params.named().keySet());
        foreign.removeAll(SHARED);
        if (!foreign.isEmpty()) {
            throw TelesignRequests.refused("parameters " + foreign + " belong to api=verify");
        }
    }

    private static String text(@Nullable String text) {
        int length = text == null ? 0 : text.codePointCount(0, text.length());
        if (text == null || length == 0 || length > LONGEST_TEXT) {
            throw TelesignRequests.refused(
                    "the body has " + length + " characters; accepted: a text of 1 to " + LONGEST_TEXT);
        }
        return text;
    }

    private static @Nullable String sender(@Nullable SenderId from) {
        if (from != null && from.value().length() > LONGEST_SENDER) {
            throw TelesignRequests.refused(
                    "CamelSmsFrom is not accepted; accepted: up to " + LONGEST_SENDER + " characters");
        }
        return from == null ? null : from.value();
    }

    private static @Nullable String externalId(@Nullable String id) {
        if (id == null || id.isEmpty()) {
            return null;
        }
        if (id.length() > LONGEST_EXTERNAL_ID || !id.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw TelesignRequests.refused("parameter " + EXTERNAL_ID + " is not accepted; accepted: up to "
                    + LONGEST_EXTERNAL_ID + " characters of ASCII");
        }
        return id;
    }

    private static String oneOf(String name, String value, Set<String> accepted) {
        if (!accepted.contains(value)) {
            throw TelesignRequests.refused("parameter " + name + " is not accepted; accepted: "
                    + accepted.stream().sorted().toList());
        }
        return value;
    }

    @Override
    public SmsSubmission decode(SmsMessage message, HttpResponse response) {
        TelesignReply reply = TelesignReply.read(response, providerText.replyTo(message));
        String code = reply.code();
        if (code != null && TelesignMessagingCodes.isError(code)) {
            throw TelesignMessagingCodes.error(reply, code, response);
        }
        return SmsSubmission.accepted(TelesignProvider.ID, reply.id())
                .status(TelesignCodes.statusOfSend(reply, response))
                .providerCode(TelesignCodes.shown(code, reply.scrubber()))
                .providerText(reply.text())
                .at(reply.updatedOn())
                .build();
    }
}
