package io.github.camelsms.provider.transmitsms;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.Form;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.MessageFields;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderText;
import io.github.camelsms.spi.Scrubber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What became of a send. Its id covers all recipients: with a recipient {@code get-sms-delivery-status} is asked, without
 * one the first page of {@code get-sms-sent}, which reports the state of a send to one recipient and counts the states of a send to several.
 */
final class TransmitSmsQuery implements Operation<SmsQuery, DeliveryReceipt> {

    private static final String ID = TransmitSmsProvider.ID;
    private static final List<String> COUNTERS = List.of("delivered", "pending", "bounced");

    private final TransmitSmsApi api;
    private final ProviderText providerText;

    TransmitSmsQuery(TransmitSmsApi api, ProviderText providerText) {
        this.api = api;
        this.providerText = providerText;
    }

    @Override
    public HttpRequest encode(SmsQuery query) {
        MessageFields.refuseVerifyCode(ID, query);
        Form form = Form.withPlus().add("message_id", query.messageId());
        Msisdn to = query.to();
        if (to != null) {
            return api.call("get-sms-delivery-status", form.add("msisdn", to.digits()));
        }
        return api.call("get-sms-sent", form.add("page", "1").add("max", "100").add("optouts", "include"));
    }

    @Override
    public DeliveryReceipt decode(SmsQuery query, HttpResponse response) {
        TransmitSmsReply reply = api.read(response);
        Scrubber scrubber = providerText.replyTo(query);
        if (TransmitSmsCodes.isNotFound(reply.code()) && !reply.isThrottled()) {
            return receipt(query, DeliveryStatus.NOT_FOUND)
                    .to(query.to())
                    .providerCode(TransmitSmsCodes.shown(reply.code(), scrubber))
                    .providerText(scrubber.text(reply.description()))
                    .build();
        }
        if (!reply.isSuccess(query.to() != null ? "stats" : "recipients")) {
            throw TransmitSmsCodes.error(reply, scrubber);
        }
        return query.to() != null
                ? ofRecipient(query, reply.body().path("stats"), scrubber)
                : ofSend(query, reply.body(), scrubber);
    }

    private static DeliveryReceipt ofRecipient(SmsQuery query, JsonNode stats, Scrubber scrubber) {
        Lenient.warnOfOtherId(ID, query.messageId(), Json.text(stats, "message_id"));
        String state = Json.text(stats, "status");
        Msisdn to = Lenient.msisdn(Json.text(stats, "mobile"));
        return receipt(query, TransmitSmsCodes.status(state))
                .to(to != null ? to : query.to())
                .from(Lenient.sender(Json.text(stats, "sender_id")))
                .providerCode(TransmitSmsCodes.shownState(state, scrubber))
                .submittedAt(Lenient.utc(Json.text(stats, "send_at")))
                .at(Lenient.utc(Json.text(stats, "datetime")))
                .build();
    }

    private static DeliveryReceipt ofSend(SmsQuery query, JsonNode body, Scrubber scrubber) {
        List<JsonNode> recipients = new ArrayList<>();
        body.path("recipients").forEach(recipients::add);
        Integer total = Json.integer(body, "total");
        int all = total == null ? recipients.size() : Math.max(total, recipients.size());
        JsonNode message = body.path("message");
        Lenient.warnOfOtherId(ID, query.messageId(), Json.text(message, "message_id"));
        JsonNode only = all == 1 && !recipients.isEmpty() ? recipients.get(0) : null;
        String state = only == null ? null : Json.text(only, "delivery_status");
        DeliveryReceipt.Builder receipt = receipt(query, TransmitSmsCodes.status(state))
                .segments(Json.integer(message, "sms"))
                .price(Json.decimal(message, "cost"), null)
                .submittedAt(Lenient.utc(Json.text(message, "send_at")));
        if (only != null) {
            return receipt.to(Lenient.msisdn(Json.text(only, "msisdn")))
                    .providerCode(TransmitSmsCodes.shownState(state, scrubber))
                    .detail("optout", Json.flag(only, "optout"))
                    .build();
        }
        String counts = recipients.size() == all ? counted(recipients) : counters(message.path("delivery_stats"));
        return receipt.providerText(scrubber.text("recipients " + all + counts)).build();
    }

    /** How many recipients are in which state, when the page holds them all. */
    private static String counted(List<JsonNode> recipients) {
        Map<String, Integer> states = new TreeMap<>();
        for (JsonNode recipient : recipients) {
            String state = Json.text(recipient, "delivery_status");
            states.merge(state == null ? "unknown" : state, 1, Integer::sum);
        }
        StringJoiner counts = new StringJoiner(", ", ": ", "").setEmptyValue("");
        states.forEach((state, count) -> counts.add(state + " " + count));
        return counts.toString();
    }

    /** The gateway's own counters, when there are more recipients than the page holds. */
    private static String counters(JsonNode stats) {
        StringJoiner counts = new StringJoiner(", ", ": ", "").setEmptyValue("");
        for (String counter : COUNTERS) {
            Integer count = Json.integer(stats, counter);
            if (count != null) {
                counts.add(counter + " " + count);
            }
        }
        return counts.toString();
    }

    private static DeliveryReceipt.Builder receipt(SmsQuery query, DeliveryStatus status) {
        return DeliveryReceipt.of(ID, query.messageId(), status, ReceiptSource.QUERY);
    }

    @Override
    public boolean repeatable(SmsQuery query) {
        return true;
    }
}
