package io.github.camelsms.provider.transmitsms;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.Form;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.OneLine;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.spi.CallReply;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderText;
import io.github.camelsms.spi.Scrubber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Any method by its name, one page of rows at a time where it has pages. */
final class TransmitSmsCall implements Operation<SmsCall, CallReply> {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private final TransmitSmsApi api;
    private final ProviderText providerText;

    TransmitSmsCall(TransmitSmsApi api, ProviderText providerText) {
        this.api = api;
        this.providerText = providerText;
    }

    @Override
    public HttpRequest encode(SmsCall call) {
        check(call);
        Map<String, Object> params = new TreeMap<>(call.params());
        if (call.paged()) {
            params.putIfAbsent(TransmitSmsMethod.PAGE, 1);
            params.putIfAbsent(TransmitSmsMethod.MAX, TransmitSmsMethod.MOST_ROWS);
        }
        Form form = Form.withPlus();
        params.forEach((name, value) -> form.add(name, written(value)));
        return api.call(call.method(), form);
    }

    private static void check(SmsCall call) {
        String name = call.method();
        Optional<TransmitSmsMethod> method = TransmitSmsMethod.find(name);
        if (TransmitSmsMethod.takesCardData(name)) {
            throw refused("method " + name + " takes card data and is not offered");
        }
        if (call.strict() && method.isEmpty()) {
            throw refused("the method is not known; accepted: " + OneLine.list(TransmitSmsMethod.names())
                    + ", any with option strict=false");
        }
        if (!NAME.matcher(name).matches()) {
            throw refused("the method is not a name such as get-lists");
        }
        if (call.paged() && (method.isEmpty() || method.get().rows() == null)) {
            throw refused((method.isEmpty() ? "the method" : "method " + name) + " has no pages that are known");
        }
        if (call.strict()) {
            method.flatMap(known -> known.wrong(call.params())).ifPresent(wrong -> {
                throw refused(wrong + (wrong.contains("accepted") ? ", any with option strict=false" : ""));
            });
        }
    }

    private static String written(Object value) {
        Optional<Instant> time = Lenient.instantOf(value);
        if (time.isPresent()) {
            return TransmitSmsSend.time(time.get());
        }
        if (value instanceof Msisdn number) {
            return number.digits();
        }
        if (value instanceof Collection<?> values) {
            return values.stream().map(TransmitSmsCall::written).collect(Collectors.joining(","));
        }
        return value.toString();
    }

    @Override
    public CallReply decode(SmsCall call, HttpResponse response) {
        TransmitSmsReply reply = api.read(response);
        String code = reply.code();
        Scrubber scrubber = providerText.replyTo(call);
        if (!response.isSuccess() || code == null || !TransmitSmsCodes.isSuccess(code)) {
            throw TransmitSmsCodes.error(reply, scrubber);
        }
        String shown = TransmitSmsCodes.SUCCESS;
        Map<String, Object> members = Json.members(reply.body());
        if (!call.paged()) {
            return CallReply.of(shown, members);
        }
        List<Map<String, Object>> rows = rows(call, reply.body());
        return new CallReply(shown, members, rows, rows.isEmpty() ? null : nextPage(call, reply.body()));
    }

    /** An array that is missing is an empty page. */
    private static List<Map<String, Object>> rows(SmsCall call, JsonNode body) {
        String member = TransmitSmsMethod.find(call.method())
                .map(TransmitSmsMethod::rows)
                .orElseThrow();
        List<Map<String, Object>> rows = new ArrayList<>();
        array(body, member).forEach(row -> {
            if (row.isObject()) {
                rows.add(Json.members(row));
            }
        });
        return rows;
    }

    private static JsonNode array(JsonNode body, String member) {
        if (!member.equals(TransmitSmsMethod.ANY_ARRAY)) {
            return body.path(member);
        }
        for (JsonNode value : body) {
            if (value.isArray()) {
                return value;
            }
        }
        return body.path(member);
    }

    /** Counts on from the page that was asked for: how many there are may change from one to the next. */
    private static @Nullable SmsCall nextPage(SmsCall call, JsonNode body) {
        Integer pages = Json.integer(body.path(TransmitSmsMethod.PAGE), "count");
        int asked = asked(call);
        return pages == null || asked >= pages ? null : call.with(TransmitSmsMethod.PAGE, asked + 1);
    }

    private static int asked(SmsCall call) {
        try {
            return Integer.parseInt(String.valueOf(call.params().getOrDefault(TransmitSmsMethod.PAGE, 1))
                    .strip());
        } catch (NumberFormatException noNumber) {
            return 1; // the gateway's own reading of what it does not understand
        }
    }

    /** A read may be repeated; a method that is not known may do anything. */
    @Override
    public boolean repeatable(SmsCall call) {
        return TransmitSmsMethod.find(call.method())
                .map(TransmitSmsMethod::read)
                .orElse(false);
    }

    private static SmsRefusedException refused(String detail) {
        return SmsRefusedException.invalidRequest(TransmitSmsProvider.ID, detail);
    }
}
