package io.github.camelsms.provider.twochat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.Form;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.spi.CallReply;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The read endpoints by name, one page of rows at a time. */
final class TwoChatCall implements Operation<SmsCall, CallReply> {

    private final Map<String, String> headers;
    private final ProviderText providerText;

    TwoChatCall(Map<String, String> headers, ProviderText providerText) {
        this.headers = headers;
        this.providerText = providerText;
    }

    @Override
    public HttpRequest encode(SmsCall call) {
        TwoChatMethod method = TwoChatMethod.find(call.method())
                .orElseThrow(() -> refused("the method is not known; accepted: " + TwoChatMethod.names()));
        method.wrong(call.params(), call.strict()).ifPresent(wrong -> {
            throw refused(wrong);
        });
        if (call.paged() && method.rows() == null) {
            throw refused("method " + method.name() + " has no pages");
        }
        Map<String, Object> params = new TreeMap<>(call.params());
        StringBuilder path = new StringBuilder(method.path());
        method.inPath().forEach(name -> path.append('/').append(segment(name, written(params.remove(name)))));
        if (call.paged()) {
            params.putIfAbsent(TwoChatMethod.SIZE, TwoChatMethod.MOST_ROWS);
        }
        Form query = Form.withPercent();
        params.forEach((name, value) -> query.add(name, written(value)));
        return HttpRequest.get(path.toString(), params.isEmpty() ? null : query.encoded(), headers);
    }

    /** A time is written in seconds since 1970, as 2Chat has it. */
    private static String written(@Nullable Object value) {
        if (value instanceof Msisdn number) {
            return number.e164();
        }
        Optional<Instant> time = value == null ? Optional.empty() : Lenient.instantOf(value);
        return time.map(instant -> String.valueOf(instant.getEpochSecond()))
                .orElse(String.valueOf(value).strip());
    }

    private static String segment(String name, String value) {
        if (value.isEmpty() || value.equals(".") || value.equals("..")) {
            throw refused("parameter " + name + " is empty or a step in a path");
        }
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public CallReply decode(SmsCall call, HttpResponse response) {
        JsonNode body = TwoChatErrors.accepted(response, providerText.replyTo(call));
        Map<String, Object> members = Json.members(body);
        String member =
                TwoChatMethod.find(call.method()).map(TwoChatMethod::rows).orElse(null);
        if (!call.paged() || member == null) {
            return CallReply.of(null, members);
        }
        List<Map<String, Object>> rows = rows(body, member);
        return new CallReply(null, members, rows, next(call, member, rows));
    }

    /** Another stored version of the page nests the list. */
    private static List<Map<String, Object>> rows(JsonNode body, String member) {
        JsonNode list = body.has(member) ? body.path(member) : body.path("data").path(member);
        List<Map<String, Object>> rows = new ArrayList<>();
        list.forEach(row -> {
            if (row.isObject()) {
                rows.add(Json.members(row));
            }
        });
        return rows;
    }

    /** A page that is not full is the last. A thread is read backwards: what comes next is older. */
    private static @Nullable SmsCall next(SmsCall call, String member, List<Map<String, Object>> rows) {
        if (rows.size() < number(call, TwoChatMethod.SIZE, TwoChatMethod.MOST_ROWS)) {
            return null;
        }
        if (!member.equals(TwoChatMethod.MESSAGES.rows())) {
            return call.with(TwoChatMethod.PAGE, number(call, TwoChatMethod.PAGE, 0) + 1);
        }
        // Of the oldest second not all may be on this page: it is asked for again.
        if (!(rows.get(0).get("timestamp") instanceof Number oldest)) {
            return null;
        }
        long before = oldest.longValue() + 1;
        boolean older =
                !String.valueOf(before).equals(String.valueOf(call.params().get(TwoChatMethod.BEFORE)));
        return older ? call.with(TwoChatMethod.BEFORE, before) : null;
    }

    private static int number(SmsCall call, String param, int standard) {
        try {
            return Integer.parseInt(written(call.params().getOrDefault(param, standard)));
        } catch (NumberFormatException noNumber) {
            return standard;
        }
    }

    @Override
    public boolean repeatable(SmsCall call) {
        return true;
    }

    private static SmsRefusedException refused(String detail) {
        return SmsRefusedException.invalidRequest(TwoChatProvider.ID, detail);
    }
}
