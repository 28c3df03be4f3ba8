package io.github.camelsms.provider.transmitsms;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.http.Json;
import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.BulkOperation;
import io.github.camelsms.spi.Lenient;
import io.github.camelsms.spi.ProviderText;
import io.github.camelsms.spi.Scrubber;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code send-sms} to several numbers: they get the same text, and the whole send has one {@code message_id}. */
final class TransmitSmsBulk implements BulkOperation {

    /** Pages of other years say 10,000; the smaller is safe with either. */
    private static final int MAX_RECIPIENTS = 500;

    /** Lists of numbers that were not taken; a list in a text counts too, for no sample of them is known. */
    private static final List<String> REFUSED = List.of("fails", "optouts");

    private final TransmitSmsApi api;
    private final ProviderText providerText;

    TransmitSmsBulk(TransmitSmsApi api, ProviderText providerText) {
        this.api = api;
        this.providerText = providerText;
    }

    @Override
    public int limit() {
        return MAX_RECIPIENTS;
    }

    /** All but the recipient. A list that the account keeps is a send of its own. */
    @Override
    public Optional<Object> shared(SmsMessage message) {
        TransmitSmsSend.form(message, null);
        return message.to() == null
                ? Optional.empty()
                : Optional.of(message.toBuilder().to((Msisdn) null).build());
    }

    @Override
    public HttpRequest encode(List<SmsMessage> messages) {
        String recipients = messages.stream()
                .map(message -> message.to() == null ? "" : message.to().digits())
                .collect(Collectors.joining(","));
        return api.call(TransmitSmsSend.METHOD, TransmitSmsSend.form(messages.get(0), recipients));
    }

    @Override
    public List<BulkResult> decode(List<SmsMessage> messages, HttpResponse response) {
        TransmitSmsReply reply = api.read(response);
        Scrubber scrubber = providerText.replyTo(messages.get(0));
        if (!reply.isSuccess(TransmitSmsSend.ID_MEMBER)) {
            return refused(messages, TransmitSmsCodes.error(reply, scrubber), reply.optedOut());
        }
        String code = TransmitSmsCodes.shown(reply.code(), scrubber);
        String text = scrubber.text(reply.description());
        Tally tally = Tally.of(messages, reply.body());
        Set<Msisdn> optedOut = reply.optedOut();
        List<BulkResult> results = new ArrayList<>(messages.size());
        for (SmsMessage message : messages) {
            results.add(
                    switch (tally.fate(message)) {
                        case ACCEPTED ->
                            BulkResult.accepted(submission(message, DeliveryStatus.ACCEPTED, reply, code, text));
                        case REFUSED, RETRYABLE ->
                            BulkResult.refused(
                                    message,
                                    optedOut.contains(message.to()) ? ErrorClass.OPTED_OUT : ErrorClass.REJECTED,
                                    code,
                                    "the recipient was refused");
                        case UNKNOWN ->
                            BulkResult.unknown(
                                    submission(message, DeliveryStatus.UNKNOWN, reply, code, text), tally.toString());
                    });
        }
        return results;
    }

    /** The whole call was refused; those that it names as opted out are so. */
    private static List<BulkResult> refused(List<SmsMessage> messages, SmsException failure, Set<Msisdn> optedOut) {
        boolean named = messages.stream().anyMatch(message -> optedOut.contains(message.to()));
        if (!named || !(failure instanceof SmsRefusedException)) {
            throw failure;
        }
        return messages.stream()
                .map(message -> optedOut.contains(message.to())
                        ? BulkResult.refused(
                                message,
                                ErrorClass.OPTED_OUT,
                                failure.fault().providerCode(),
                                failure.fault().detail())
                        : BulkResult.failed(failure, message.to()))
                .toList();
    }

    private static SmsSubmission submission(
            SmsMessage message,
            DeliveryStatus status,
            TransmitSmsReply reply,
            @Nullable String code,
            @Nullable String text) {
        return SmsSubmission.accepted(TransmitSmsProvider.ID, Json.text(reply.body(), TransmitSmsSend.ID_MEMBER))
                .to(message.to())
                .status(status)
                .providerCode(code)
                .providerText(text)
                .at(TransmitSmsSend.takenAt(message, reply.body()))
                .build();
    }

    /**
     * Who was taken, as far as the reply says.
     *
     * @param asked how many recipients the call had
     * @param taken how many were accepted; null when the reply does not say
     * @param named those of them that were refused by name
     * @param refused how many were refused, named or not
     */
    private record Tally(int asked, @Nullable Integer taken, Set<Msisdn> named, int refused) {

        static Tally of(List<SmsMessage> messages, JsonNode body) {
            Set<Msisdn> named = new HashSet<>();
            int refused = 0;
            for (String member : REFUSED) {
                for (String number : TransmitSmsReply.numbers(body.path(member))) {
                    refused++;
                    Msisdn msisdn = Lenient.msisdn(number);
                    if (msisdn != null) {
                        named.add(msisdn);
                    }
                }
            }
            Set<Msisdn> asked = messages.stream().map(SmsMessage::to).collect(Collectors.toCollection(HashSet::new));
            named.retainAll(asked);
            return new Tally(messages.size(), Json.integer(body, "recipients"), named, refused);
        }

        BulkResult.Outcome fate(SmsMessage message) {
            int atMost = asked - named.size();
            if (named.contains(message.to()) && (taken == null || taken <= atMost)) {
                return BulkResult.Outcome.REFUSED;
            }
            if (taken == null ? refused == named.size() : taken == atMost) {
                return BulkResult.Outcome.ACCEPTED;
            }
            return taken != null && taken == 0 && refused > 0 ? BulkResult.Outcome.REFUSED : BulkResult.Outcome.UNKNOWN;
        }

        @Override
        public String toString() {
            return "the provider took " + taken + " of " + asked + " recipients and does not say which";
        }
    }
}
