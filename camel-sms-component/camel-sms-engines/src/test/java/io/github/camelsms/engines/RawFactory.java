package io.github.camelsms.engines;

import io.github.camelsms.http.FormField;
import io.github.camelsms.http.WebhookRequest;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.model.WebhookException;
import io.github.camelsms.spi.Operation;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.SmsProvider;
import io.github.camelsms.spi.SmsProviderFactory;
import io.github.camelsms.spi.Verification;
import io.github.camelsms.spi.Webhook;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes provider {@code raw}, which signs query and body as they leave it. The receipt tells what arrived: the message id is the query, the
 * provider's text the fields of the body, or its bytes where they are none.
 */
public final class RawFactory implements SmsProviderFactory {

    static final String KEY = "c2VjcmV0";

    @Override
    public SmsProvider create(ProviderOptions options) {
        return new Raw();
    }

    /** The signature's header for a call. */
    static Map<String, String> signed(String rawQuery, byte[] body) {
        return Map.of("X-Signature", signature(rawQuery, body));
    }

    private static String signature(String rawQuery, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(rawQuery.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) '\n');
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final class Raw implements SmsProvider, Webhook<DeliveryReceipt> {

        @Override
        public String id() {
            return "raw";
        }

        @Override
        public URI baseUri() {
            return URI.create("https://raw.invalid");
        }

        @Override
        public Operation<SmsMessage, SmsSubmission> send() {
            throw new IllegalArgumentException("provider raw only receives");
        }

        @Override
        public Optional<Webhook<DeliveryReceipt>> dlr() {
            return Optional.of(this);
        }

        @Override
        public Set<String> methods() {
            return Set.of("POST", "GET");
        }

        @Override
        public Verification verification() {
            return Verification.SIGNATURE;
        }

        @Override
        public Signature signature() {
            return request -> {
                byte[] expected =
                        RawFactory.signature(request.rawQuery(), request.body()).getBytes(StandardCharsets.UTF_8);
                byte[] given = request.header("X-Signature").orElse("").getBytes(StandardCharsets.UTF_8);
                if (!MessageDigest.isEqual(expected, given)) {
                    throw WebhookException.forbidden("signature");
                }
            };
        }

        @Override
        public List<DeliveryReceipt> decode(WebhookRequest request) {
            String fields = request.formFields().stream()
                    .collect(Collectors.groupingBy(
                            FormField::name,
                            TreeMap::new,
                            Collectors.mapping(FormField::value, Collectors.joining(","))))
                    .toString();
            return List.of(DeliveryReceipt.of(
                            "raw", "id" + request.rawQuery(), DeliveryStatus.DELIVERED, ReceiptSource.WEBHOOK)
                    .providerText(fields)
                    .detail("body", HexFormat.of().formatHex(request.body()))
                    .build());
        }
    }
}
