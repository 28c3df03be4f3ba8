package io.github.camelsms.internal.client;

import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.spi.Operation;

/**
 * Sends a text with a code that the component made. The provider gets the text only; what is read of its reply is cleaned of the code as well,
 * should the reply repeat it without the rest of the text.
 */
public final class CodeSend implements Operation<SmsMessage, SmsSubmission> {

    private final Operation<SmsMessage, SmsSubmission> send;

    public CodeSend(Operation<SmsMessage, SmsSubmission> send) {
        this.send = send;
    }

    @Override
    public HttpRequest encode(SmsMessage message) {
        return send.encode(message.toBuilder().verifyCode(null).build());
    }

    @Override
    public SmsSubmission decode(SmsMessage message, HttpResponse response) {
        return send.decode(message, response);
    }

    @Override
    public boolean repeatable(SmsMessage message) {
        return send.repeatable(message);
    }
}
