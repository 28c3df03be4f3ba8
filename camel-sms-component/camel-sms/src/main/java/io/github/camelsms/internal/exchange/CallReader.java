package io.github.camelsms.internal.exchange;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.model.Blank;
import io.github.camelsms.model.SmsCall;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Reads which method to call and with what. Of parameters of the same name the one in the header wins over that in a Map body, and this
 * over an option.
 */
public final class CallReader {

    private final HeaderReader headers;
    private final AccountSettings settings;

    public CallReader(HeaderReader headers, AccountSettings settings) {
        this.headers = headers;
        this.settings = settings;
    }

    /** @throws io.github.camelsms.model.SmsRefusedException when there is no method, or the parameters are not a Map */
    public SmsCall read(Exchange exchange) {
        Message in = exchange.getMessage();
        String named = headers.text(in, SmsConstants.METHOD);
        String method = named == null ? Blank.strip(settings.call().method()) : named;
        if (method == null) {
            throw headers.refused("the method is missing; accepted: header " + SmsConstants.METHOD
                    + ", or option method of the endpoint");
        }
        Map<String, Object> params = new LinkedHashMap<>(settings.params());
        if (in.getBody() instanceof Map<?, ?> body) {
            params.putAll(headers.params(exchange, "the body", body));
        }
        params.putAll(headers.params(in, SmsConstants.PARAMS));
        return new SmsCall(
                method, params, settings.call().strict(), settings.call().paging());
    }
}
