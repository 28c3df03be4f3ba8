package io.github.camelsms.internal.exchange;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.model.Blank;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.FeedbackResult;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.OneLine;
import io.github.camelsms.model.SmsFeedback;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsSubmission;
import io.github.camelsms.model.Verification;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Reads which message a query or a feedback is about: its id stands in the header, or the body is the id or an earlier result. */
public final class QueryReader {

    private final HeaderReader headers;
    private final PhoneNumberReader numbers;

    public QueryReader(HeaderReader headers, PhoneNumberReader numbers) {
        this.headers = headers;
        this.numbers = numbers;
    }

    /** @throws SmsRefusedException when there is no message id, or the recipient is malformed */
    public SmsQuery readQuery(Exchange exchange) {
        Message in = exchange.getMessage();
        Msisdn to = headers.recipient(in, SmsConstants.TO, null, numbers);
        return new SmsQuery(messageId(in), to, headers.text(in, SmsConstants.VERIFY_CODE));
    }

    /** @throws SmsRefusedException when there is no message id */
    public SmsFeedback readFeedback(Exchange exchange) {
        return new SmsFeedback(messageId(exchange.getMessage()));
    }

    /** @throws SmsRefusedException when there is no code, or nothing says which one it is */
    public CodeCheck readCheck(Exchange exchange) {
        Message in = exchange.getMessage();
        Object body = in.getBody();
        String code = headers.text(in, SmsConstants.VERIFY_CODE);
        if (code == null && !(body instanceof Verification)) {
            code = Blank.strip(headers.bodyText(in, body, "the code that was typed"));
        }
        if (code == null) {
            throw headers.refused("there is no code; accepted: header " + SmsConstants.VERIFY_CODE + ", or a body");
        }
        checkLength("the code", code);
        String id = headers.text(in, SmsConstants.VERIFICATION_ID);
        Msisdn to = headers.recipient(in, SmsConstants.TO, null, numbers);
        if (id == null && body instanceof Verification verification) {
            id = verification.id();
        }
        if (id == null && to == null) {
            throw headers.refused("nothing says which code it is; accepted: header " + SmsConstants.VERIFICATION_ID
                    + " or " + SmsConstants.TO);
        }
        if (id != null) {
            checked(SmsConstants.VERIFICATION_ID, id);
        }
        return new CodeCheck(id, to, code);
    }

    private String messageId(Message in) {
        String id = headers.text(in, SmsConstants.MESSAGE_ID);
        if (id == null) {
            Object body = in.getBody();
            if (body instanceof SmsSubmission submission) {
                id = submission.messageId();
            } else if (body instanceof DeliveryReceipt receipt) {
                id = receipt.messageId();
            } else if (body instanceof FeedbackResult feedback) {
                id = feedback.messageId();
            } else {
                id = headers.bodyText(
                        in, body, "header " + SmsConstants.MESSAGE_ID + ", a message id or the result of a send");
            }
        }
        String bare = Blank.strip(id);
        if (bare == null) {
            throw headers.refused("there is no message id; accepted: header " + SmsConstants.MESSAGE_ID
                    + ", or a body that is the id or the result of a send");
        }
        return checked("the message id", bare);
    }

    /** As the ids of webhooks are checked: no provider's is longer, and none has characters that cannot be seen. */
    private String checked(String what, String id) {
        checkLength(what, id);
        if (OneLine.hasControls(id)) {
            throw headers.refused(what + " contains a control character; accepted: printable characters");
        }
        return id;
    }

    private void checkLength(String what, String text) {
        if (text.length() > OneLine.ID) {
            throw headers.refused(what + " has " + text.length() + " characters; accepted: up to " + OneLine.ID);
        }
    }
}
