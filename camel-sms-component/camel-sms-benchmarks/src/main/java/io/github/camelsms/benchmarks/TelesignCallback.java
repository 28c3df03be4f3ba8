package io.github.camelsms.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A delivery receipt of TeleSign, as a hand-written route would declare it. */
@JsonIgnoreProperties(ignoreUnknown = true)
record TelesignCallback(@JsonProperty("reference_id") String referenceId, Status status) {

    /** The state; 200 is delivered. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Status(int code) {}

    /** Makes HTTP requests with receipts, each with a message id of its own and signed. For one thread. */
    static final class Requests {

        private final String head;
        private final Mac mac;
        private final long process = new Random().nextLong();
        private long next;

        /** @param path of the receiver */
        Requests(String path) throws GeneralSecurityException {
            head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "User-Agent: TeleSign\r\nAuthorization: TSA " + Credentials.CUSTOMER_ID + ":";
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(Credentials.CUSTOMER_KEY), "HmacSHA256"));
        }

        byte[] next() {
            HexFormat hex = HexFormat.of().withUpperCase();
            String body = "{\"status\":{\"code\":200,\"description\":\"Delivered to handset\","
                    + "\"updated_on\":\"2026-01-01T12:00:07.181346Z\"},"
                    + "\"submit_timestamp\":\"2026-01-01T12:00:00.010101Z\",\"errors\":[],\"reference_id\":\""
                    + hex.toHexDigits(process) + hex.toHexDigits(next++)
                    + "\",\"verify\":{\"code_state\":\"UNKNOWN\",\"code_entered\":null},\"sub_resource\":\"sms\"}";
            String signature =
                    Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.US_ASCII)));
            return (head + signature + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII);
        }
    }
}
