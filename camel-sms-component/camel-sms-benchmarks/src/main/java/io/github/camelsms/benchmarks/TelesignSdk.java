package io.github.camelsms.benchmarks;

import com.telesign.RestClient;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Map;

/** TeleSign's own Java SDK, as installed: it signs each request with HMAC-SHA256. */
final class TelesignSdk implements WaitingVariant {

    private final RestClient client;

    TelesignSdk(URI base, int inFlight) {
        client = new RestClient(Credentials.CUSTOMER_ID, Credentials.CUSTOMER_KEY, base.toString());
    }

    @Override
    public String send(Sms sms) throws IOException, GeneralSecurityException {
        RestClient.TelesignResponse response = client.post(
                "/v1/verify/sms",
                Map.of("phone_number", sms.to(), "verify_code", sms.code(), "template", Sms.TEMPLATE));
        int status = response.json.getAsJsonObject("status").get("code").getAsInt();
        if (!response.ok || status != 290) {
            throw new IllegalStateException("HTTP " + response.statusCode + ", status " + status);
        }
        return response.json.get("reference_id").getAsString();
    }

    @Override
    public void close() {
        // the SDK offers no way to close its client; its connections end with the JVM
    }
}
