package io.github.camelsms.internal.send;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.spi.CallReply;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;

/** Writes the reply to {@code sms:call}: its members as a Map, the rows of all pages as an Iterator, or the text as it came. */
final class CallWriter {

    private CallWriter() {}

    static void write(AccountClient<SmsCall, CallReply> client, Exchange exchange, SmsCall call, CallReply reply) {
        client.binding().results().write(exchange, reply, body(client, exchange, call, reply));
    }

    private static Object body(
            AccountClient<SmsCall, CallReply> client, Exchange exchange, SmsCall call, CallReply reply) {
        if (call.paged()) {
            return new PagedRows(client, exchange, reply);
        }
        if (client.settings().call().rawReply()) {
            HttpResponse response = exchange.getProperty(SmsConstants.RAW_REPLY, HttpResponse.class);
            return new String(response.body(), StandardCharsets.UTF_8);
        }
        return reply.members();
    }
}
