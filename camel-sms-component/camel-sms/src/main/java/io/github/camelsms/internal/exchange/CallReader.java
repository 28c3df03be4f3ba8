package io.github.camelsms.internal.exchange;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.internal.options.AccountSettings;
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

    /** @throws io.github.camelsms.model.SmsRefusedException when there is no method, or the parameters are no Map */
    public SmsCall read(Exchange exchange) {
        Message in = exchange.getMessage();
        String named = HeaderReader.text(in, SmsConstants.METHOD);
        String method = named == null ? settings.call().method() : named;
        if (method == null) {
            throw headers.refused("there is no method; accepted: header " + SmsConstants.METHOD
                    + ", or option method of the endpoint");
        }
        Map<String, Object> params = new LinkedHashMap<>(settings.params());
        if (in.getBody() instanceof Map<?, ?> body) {
            add(params, body);
        }
        add(params, headers.params(in, SmsConstants.PARAMS));
        return new SmsCall(
                method.strip(),
                params,
                settings.call().strict(),
                settings.call().paging());
    }

    private static void add(Map<String, Object> params, Map<?, ?> more) {
        more.forEach((name, value) -> {
            if (value != null) {
                params.put(String.valueOf(name), value);
            }
        });
    }
}
