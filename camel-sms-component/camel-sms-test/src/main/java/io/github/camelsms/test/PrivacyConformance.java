package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.model.Udh;
import io.github.camelsms.spi.ProviderOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must leave no trace in what is kept and printed.
 *
 * @param options with the credentials in use
 */
record PrivacyConformance(ProviderOptions options) {

    /** Checks that the reply leaves no trace where it repeats what was sent, under each of the statuses. */
    void hides(Fixture fixture, ConformanceCall<?> asked, List<Integer> statuses) {
        Set<String> secrets = secrets(asked.input(), asked.encode());
        for (String secret : secrets) {
            for (JsonNode body : JsonChanges.withEachText(fixture.json(), "Refused: [" + secret + "], try again")) {
                for (int status : statuses) {
                    HttpResponse reply = new HttpResponse(status, fixture.headers(), JsonChanges.bytes(body));
                    ConformanceCall.Outcome outcome = asked.decode(reply);
                    if (outcome.value() != null) {
                        assertKeptClean(secret, outcome.value());
                    } else {
                        assertKeptClean(secret, outcome.requireSeen());
                    }
                    assertHidden(Set.of(secret), reply.toString());
                }
            }
        }
        for (int status : List.of(200, 400, 500)) {
            String page = "<html>" + String.join(" | ", secrets) + "</html>";
            ConformanceCall.Outcome outcome = asked.decode(HttpResponse.of(status, page));
            if (outcome.value() == null) {
                secrets.forEach(secret -> assertKeptClean(secret, outcome.requireSeen()));
            }
        }
    }

    /** Ids and codes are kept as they came: where the reply gave the secret as one of these, it is out of our hands. */
    private static void assertKeptClean(String secret, Object value) {
        List<@Nullable String> asItCame = new ArrayList<>();
        @Nullable String words = null;
        if (value instanceof SmsSubmission submission) {
            asItCame.addAll(Arrays.asList(submission.messageId(), submission.providerCode(), submission.currency()));
            words = submission.providerText();
        } else if (value instanceof DeliveryReceipt receipt) {
            asItCame.addAll(Arrays.asList(receipt.messageId(), receipt.providerCode(), receipt.currency()));
            words = receipt.providerText();
        } else if (value instanceof FeedbackResult feedback) {
            asItCame.addAll(Arrays.asList(feedback.messageId(), feedback.providerCode()));
            words = feedback.providerText();
        } else if (value instanceof SmsException failure) {
            asItCame.addAll(Arrays.asList(
                    failure.messageId().orElse(null), failure.providerCode().orElse(null)));
            words = failure.fault().detail();
        }
        assertHidden(Set.of(secret), String.valueOf(words));
        if (asItCame.stream().anyMatch(text -> text != null && text.contains(secret))) {
            return;
        }
        assertHidden(Set.of(secret), value.toString());
        if (value instanceof SmsException failure) {
            assertHidden(Set.of(secret), failure.fault().toString());
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertHidden(Set.of(secret), String.valueOf(cause.getMessage()));
            }
        }
    }

    static void assertHidden(Set<String> secrets, String text) {
        secrets.forEach(secret -> assertThat(text).doesNotContain(secret));
    }

    /** The key or keys, as they are and as the provider puts them into headers. */
    Set<String> credentials() {
        Set<String> secrets = new LinkedHashSet<>();
        options.apiKeys().forEach(key -> secrets.add(key.value()));
        options.secretKeys().forEach(key -> secrets.add(key.value()));
        return secrets;
    }

    /** All that a call sends and nobody may read: credentials, and what is private in its input. */
    Set<String> secrets(Object input, HttpRequest request) {
        Set<String> secrets = credentials();
        request.headers().forEach((name, value) -> {
            if (name.equalsIgnoreCase("Authorization") && value.startsWith("Basic ")) {
                secrets.add(value);
                secrets.add(value.substring("Basic ".length()));
            }
        });
        if (input instanceof SmsMessage message) {
            add(secrets, message.text());
            add(secrets, message.verifyCode());
            Udh udh = message.udh();
            add(secrets, udh == null ? null : udh.value());
            add(secrets, ReplyConformance.e164(message.to()));
            add(secrets, message.to() == null ? null : message.to().digits());
            SenderId from = message.from();
            add(secrets, from == null ? null : from.msisdn().map(Msisdn::digits).orElse(null));
            if (message.text() != null) {
                byte[] utf8 = message.text().getBytes(StandardCharsets.UTF_8);
                secrets.add(Base64.getEncoder().encodeToString(utf8));
            }
        } else if (input instanceof SmsQuery query) {
            add(secrets, query.verifyCode());
            add(secrets, ReplyConformance.e164(query.to()));
        }
        return secrets;
    }

    private static void add(Set<String> secrets, @Nullable String secret) {
        if (secret != null && !secret.isBlank()) {
            secrets.add(secret);
        }
    }
}
