package io.github.camelsms.internal.send;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.internal.exchange.ExchangeBinding;
import io.github.camelsms.internal.exchange.ResultWriter;
import io.github.camelsms.internal.options.CodeSettings;
import io.github.camelsms.internal.state.Codes;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.model.Verification;
import java.time.Instant;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Sends a code. What the exchange gets is the id under which the code is checked, never the code. */
final class VerifyBinding implements SmsProducer.Binding<SmsMessage, SmsSubmission> {

    private static final String PLACE = "{code}";
    private static final String STANDARD = "Your code is " + PLACE;

    /** Exchange property with what has begun; free of the code, gone after the step. */
    private static final String BEGUN = "CamelSmsVerificationBegun";

    private final Codes codes;
    private final CodeAccounts accounts;
    private final SentMessages sent;
    private final OptOutCheck willing;

    /** @param expiresAt null where the provider makes the code */
    private record Begun(
            Codes.Owner owner, String id, @Nullable Instant expiresAt, CodeSettings settings) {}

    VerifyBinding(Codes codes, CodeAccounts accounts, SentMessages sent, OptOutCheck willing) {
        this.codes = codes;
        this.accounts = accounts;
        this.sent = sent;
        this.willing = willing;
    }

    @Override
    public SmsMessage read(ExchangeBinding binding, Exchange exchange) {
        exchange.removeProperty(BEGUN);
        return binding.messages().read(exchange.getMessage());
    }

    @Override
    public SmsMessage complete(AccountClient<SmsMessage, SmsSubmission> client, Exchange exchange, SmsMessage message) {
        Msisdn to = message.to();
        if (to == null) {
            throw refused(client, SmsConstants.TO + " is missing; accepted: a number in E.164");
        }
        if (message.verifyCode() != null) {
            throw refused(client, SmsConstants.VERIFY_CODE + " is not accepted on verify, which makes the code");
        }
        CodeSettings settings = client.settings().codes();
        String codePlace = accounts.of(client).codePlace();
        String code = codePlace == null ? codes.make(settings.length()) : codePlace;
        SmsMessage completed = client.binding()
                .defaults()
                .complete(message.toBuilder()
                        .idempotencyKey(null)
                        .verifyCode(codePlace == null ? code : null)
                        .text(text(client, message.text(), code, codePlace != null))
                        .build());
        willing.check(client, completed);
        Codes.Owner owner = new Codes.Owner(client.provider(), client.account(), to, client.settings());
        String id = codes.begin(owner, settings);
        Instant expiresAt = codePlace == null ? Instant.now().plus(settings.timeToLive()) : null;
        exchange.setProperty(BEGUN, new Begun(owner, id, expiresAt, settings));
        if (codePlace == null) {
            codes.keep(owner, id, code, settings);
        }
        return completed;
    }

    private static @Nullable String text(
            AccountClient<?, ?> client, @Nullable String written, String code, boolean hasStandard) {
        boolean blank = written == null || written.isBlank();
        if (blank && hasStandard) {
            return null;
        }
        String text = blank ? STANDARD : Objects.requireNonNull(written);
        if (!text.contains(PLACE)) {
            throw refused(client, "the text has no place for the code; accepted: a text with " + PLACE + ", or none");
        }
        return text.replace(PLACE, code);
    }

    private static SmsRefusedException refused(AccountClient<?, ?> client, String detail) {
        return SmsRefusedException.invalidRequest(client.provider(), detail);
    }

    @Override
    public void failed(
            AccountClient<SmsMessage, SmsSubmission> client,
            Exchange exchange,
            SmsMessage message,
            SmsException failure) {
        forgetReply(exchange);
        if (exchange.removeProperty(BEGUN) instanceof Begun begun && !(failure instanceof SmsOutcomeUnknownException)) {
            codes.notSent(begun.owner(), begun.id(), begun.settings());
        }
        if (failure.httpStatus().isPresent()) {
            willing.learn(client, failure.errorClass(), message.to());
        }
    }

    @Override
    public void write(
            AccountClient<SmsMessage, SmsSubmission> client,
            Exchange exchange,
            SmsMessage message,
            SmsSubmission submission) {
        SmsSubmission result = sent.accepted(client, message, submission, sent.toRemember(client, exchange));
        client.binding().results().write(exchange, result);
        Begun begun = Objects.requireNonNull((Begun) exchange.removeProperty(BEGUN));
        String messageId = result.messageId();
        String id = begun.id();
        if (messageId != null && begun.expiresAt() == null) {
            codes.named(begun.owner(), id, messageId);
            id = messageId; // the provider knows the code by it
        } else if (messageId != null && accounts.of(client).feedback() != null) {
            codes.sent(begun.owner(), id, messageId);
        }
        ResultWriter.set(exchange.getMessage(), SmsConstants.VERIFICATION_ID, id);
        exchange.getMessage().setBody(new Verification(id, begun.owner().to(), begun.expiresAt(), result));
        forgetReply(exchange);
    }

    /** It may repeat the code. */
    private static void forgetReply(Exchange exchange) {
        exchange.removeProperty(SmsConstants.RAW_REPLY);
    }
}
