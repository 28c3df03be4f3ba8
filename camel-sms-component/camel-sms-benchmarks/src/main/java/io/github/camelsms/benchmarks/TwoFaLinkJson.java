package io.github.camelsms.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;

/** The JSON of 2FA.link as one who writes the call by hand would declare it. */
final class TwoFaLinkJson {

    /** Path of every call. */
    static final String PATH = "/sms";

    /** A send. */
    @JsonPropertyOrder({"mode", "to", "from", "content"})
    record Request(String mode, String to, String from, String content) {

        static Request of(Sms sms) {
            return new Request("sms", sms.to(), sms.from(), sms.text());
        }
    }

    /** The reply to a send; 100 is success. */
    record Reply(
            int errorcode,
            String errormsg,
            @JsonProperty("request_id") String requestId) {

        /** @throws IllegalStateException the message was not accepted */
        String acceptedId() {
            if (errorcode != 100) {
                throw new IllegalStateException("errorcode " + errorcode);
            }
            return requestId;
        }
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectWriter WRITER = MAPPER.writerFor(Request.class);
    private static final ObjectReader READER = MAPPER.readerFor(Reply.class);

    private TwoFaLinkJson() {}

    static byte[] write(Sms sms) throws IOException {
        return WRITER.writeValueAsBytes(Request.of(sms));
    }

    static Reply read(byte[] json) throws IOException {
        return READER.readValue(json);
    }
}
