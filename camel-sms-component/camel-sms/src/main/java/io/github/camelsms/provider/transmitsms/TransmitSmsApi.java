package io.github.camelsms.provider.transmitsms;

import io.github.camelsms.http.Form;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import java.util.Map;

/** What all methods share: path, headers and form of the call, and the envelope of the reply. */
final class TransmitSmsApi {

    private final TransmitSmsFormat format;
    private final Map<String, String> headers;

    /** @param authorization value of the header of that name */
    TransmitSmsApi(TransmitSmsFormat format, String authorization) {
        this.format = format;
        this.headers = Map.of(
                "Authorization",
                authorization,
                "Content-Type",
                "application/x-www-form-urlencoded; charset=UTF-8",
                "Accept",
                format.mediaType);
    }

    /** Always a POST, also to read: a GET would put texts and numbers into addresses. */
    HttpRequest call(String method, Form fields) {
        return HttpRequest.post("/" + method + "." + format.suffix, headers, fields.bytes());
    }

    /** @throws io.github.camelsms.model.SmsException when the body is not in the format that was asked for */
    TransmitSmsReply read(HttpResponse response) {
        return TransmitSmsReply.read(format, response);
    }
}
