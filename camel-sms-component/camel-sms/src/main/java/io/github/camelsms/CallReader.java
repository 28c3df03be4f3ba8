package io.github.camelsms;

import io.github.camelsms.model.SmsCall;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Reads which method to call and with what. Of parameters of the same name the one in the header wins over that in a Map body, and this
 * over an option.
 */
final class CallReader {

    private final HeaderReader headers;
    private final SmsSettings settings;

    CallReader(HeaderReader headers, SmsSettings settings) {
        this.headers = headers;
        this.settings = settings;
    }

    /** @throws io.github.camelsms.model.SmsRefusedException when there is no method, or the parameters are no Map */
    SmsCall read(Exchange exchange) {
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

    /**
     * What {@code sms:call} alone has as options.
     *
     * @param method null when each message names its own
     * @param strict whether what the provider does not document is refused
     * @param paging whether the rows of all pages are wanted
     * @param rawReply whether the reply is wanted as it came
     */
    record Options(@Nullable String method, boolean strict, boolean paging, boolean rawReply) {

        Options {
            if (paging && rawReply) {
                throw new IllegalArgumentException(
                        "options paging and rawReply exclude each other: pages are read, not handed on");
            }
        }
    }
}
