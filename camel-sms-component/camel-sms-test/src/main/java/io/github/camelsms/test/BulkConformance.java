package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.spi.BulkOperation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What must hold of a call that takes several messages. */
final class BulkConformance {

    private final BulkOperation bulk;
    private final SmsMessage one;
    private final SmsMessage other;

    /** @param sample a message with recipient and text that the provider accepts */
    BulkConformance(BulkOperation bulk, SmsMessage sample) {
        this.bulk = bulk;
        this.one = sample;
        this.other = sample.toBuilder().to(neighbour(digits(sample))).build();
    }

    private static Msisdn neighbour(String digits) {
        char last = digits.charAt(digits.length() - 1) == '9' ? '8' : '9';
        return new Msisdn(digits.substring(0, digits.length() - 1) + last);
    }

    private static String digits(SmsMessage message) {
        return Objects.requireNonNull(message.to(), "recipient").digits();
    }

    private List<SmsMessage> both() {
        return List.of(one, other);
    }

    ConformanceCall<?> call() {
        return new ConformanceCall<>(bulk, both());
    }

    void isForSeveralAndNeverRepeated() {
        assertThat(bulk.limit()).isGreaterThan(1);
        assertThat(bulk.repeatable(both())).isFalse();
    }

    /** Messages that differ in nothing but their recipient may share a call. */
    void sharesACall() {
        Optional<Object> shared = bulk.shared(one);
        assertThat(shared).as("what the sample message shares").isPresent();
        assertThat(bulk.shared(other)).as("with another recipient").isEqualTo(shared);
    }

    void sendsToAll() {
        HttpRequest request = bulk.encode(both());
        String values = String.join("\n", SentFields.values(request));
        assertThat(values).contains(digits(one), digits(other));
        if (!bulk.shared(one.toBuilder().text("Another text").build()).equals(bulk.shared(one))) {
            assertThat(SentFields.values(request)).contains(one.text());
        }
        assertThat(bulk.encode(both())).isEqualTo(request);
        for (SmsMessage message : both()) {
            assertThat(request.path() + request.query() + request)
                    .doesNotContain(digits(message), String.valueOf(message.text()));
        }
    }

    /** Whatever a reply says, there is a result for each message in their order, or a failure. */
    void answersEachMessage(HttpResponse reply) {
        Object value = call().decode(reply).value();
        if (value instanceof List<?> results) {
            assertThat(results).hasSize(2);
            for (int i = 0; i < results.size(); i++) {
                BulkResult result = (BulkResult) results.get(i);
                assertThat(result.to()).isEqualTo(both().get(i).to());
                assertThat(result.toString()).doesNotContain(digits(one), digits(other));
            }
        }
    }

    /** Nobody was accepted by a reply that cannot be read, and nothing may be repeated that may have been sent. */
    void doesNotGuess(int status, List<byte[]> bodies) {
        for (byte[] body : bodies) {
            UnreadableReplies.check(call(), new HttpResponse(status, Map.of(), body));
        }
    }

    void neverRepeats(HttpResponse unlisted) {
        assertThat(call().decode(unlisted).requireSeen()).isNotInstanceOf(SmsRetryableException.class);
    }
}
