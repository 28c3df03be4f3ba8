package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import java.util.Map;

/**
 * Sending, calling back, and the look of numbers.
 *
 * <p>Documented: parameters and their limits, one id for all recipients of a call, members of the replies.
 *
 * <ul>
 * <li>guess: both {@code to} and {@code list_id} are refused like neither.
 * <li>guess: over 612 characters, over 500 recipients, a {@code send_at} in another form or past, a {@code validity}
 * outside 0 to 4320, a callback that is no URL: FIELD_INVALID, with a description of ours.
 * <li>guess: numbers that are not 7 to 15 international digits are named in {@code fails}; a repeated one counts once;
 * with none left RECIPIENTS_ERROR carries the object {@code fails}, {@code optouts}.
 * <li>guess: numbers that opted out are left out in silence while others remain.
 * <li>guess: a list takes its active members; {@code [firstname]}, {@code [lastname]}, {@code [mobile]} and the names of its
 * fields are filled in, with nothing where nothing is known; a send to numbers leaves such marks alone.
 * <li>guess: {@code [tracked-link]} becomes a link of 27 characters.
 * <li>guess: format-number knows a dozen countries and calls every number of 7 national digits or more a mobile.
 * <li>guess: a sender that is not among those the simulator was told is BAD_CALLER_ID; without such a list any will do.
 * </ul>
 */
final class SmsMethods implements Room {

    private final ContactLists lists;
    private final ClientMethods clients;

    SmsMethods(ContactLists lists, ClientMethods clients) {
        this.lists = lists;
        this.clients = clients;
    }

    @Override
    public Map<String, Method> methods() {
        return Map.of("send-sms", this::send, "cancel-sms", this::cancel, "format-number", this::formatNumber);
    }

    private Members send(Call call) {
        Client client = call.client();
        if (client != null && client.pays() && client.balance().signum() <= 0) {
            throw TransmitSmsErrors.of("LEDGER_ERROR");
        }
        SendSms send = new SendSms(call, lists);
        Members reply = send.call();
        clients.sent(call, send.accepted());
        return reply;
    }

    private Members cancel(Call call) {
        String id = call.parameters().messageId("id");
        if (call.account().find(id).isEmpty()) {
            throw TransmitSmsRefusal.notFound();
        }
        if (!call.account().cancel(id)) {
            throw TransmitSmsErrors.of("ALREADY_SENT");
        }
        return new Members().with("success", "OK");
    }

    private Members formatNumber(Call call) {
        String written = call.parameters().required("msisdn");
        String dialCode = NumberPlan.dialCode(call.parameters().required("countrycode"))
                .orElseThrow(() -> TransmitSmsRefusal.invalid("countrycode"));
        return new Members().with("number", NumberPlan.format(written, dialCode));
    }
}
