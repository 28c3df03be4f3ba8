package io.github.camelsms.internal.receive;

import io.github.camelsms.internal.exchange.ResultWriter;
import io.github.camelsms.internal.state.EventKey;
import io.github.camelsms.internal.state.StateKeys;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.InboundSms;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.DataTypeTransformer;
import org.apache.camel.spi.Transformer;
import org.jspecify.annotations.Nullable;

/**
 * Describes a receipt or an inbound SMS by the headers that Camel has for CloudEvents. The body stays what it is, which converts to JSON.
 * The id is the same whenever and wherever the same event arrives, and no number can be read out of it.
 */
@DataTypeTransformer(
        name = "sms:application-cloudevents",
        description = "Adds the headers of a CloudEvent to a delivery receipt or an inbound SMS")
public final class SmsCloudEventDataTypeTransformer extends Transformer {

    private static final String RECEIPT = "dlr";
    private static final String INBOUND = "inbound";

    /** @throws IllegalArgumentException when the body is something else */
    @Override
    public void transform(Message message, DataType from, DataType to) {
        Object body = message.getBody();
        if (body instanceof DeliveryReceipt receipt) {
            String account = Objects.requireNonNullElse(receipt.account(), receipt.provider());
            write(message, RECEIPT, account, EventKey.of(account, receipt), receipt.messageId(), receipt.at());
        } else if (body instanceof InboundSms sms) {
            String account = Objects.requireNonNullElse(sms.account(), sms.provider());
            write(message, INBOUND, account, EventKey.of(account, sms), sms.messageId(), sms.at());
        } else {
            throw new IllegalArgumentException(
                    "the body is not an event of sms; accepted: a DeliveryReceipt or an InboundSms");
        }
    }

    private static void write(
            Message message,
            String kind,
            String account,
            EventKey key,
            @Nullable String subject,
            @Nullable Instant at) {
        Instant time = at != null
                ? at
                : Instant.ofEpochMilli(message.getExchange().getClock().getCreated());
        message.setHeader("CamelCloudEventID", StateKeys.of(kind, key.event()));
        message.setHeader("CamelCloudEventVersion", "1.0");
        message.setHeader("CamelCloudEventType", "io.github.camelsms." + kind);
        message.setHeader("CamelCloudEventSource", "sms." + kind + "." + uriPart(account));
        ResultWriter.set(message, "CamelCloudEventSubject", subject);
        message.setHeader("CamelCloudEventTime", time.toString());
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    }

    /** The source of a CloudEvent is a URI reference. */
    private static String uriPart(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
