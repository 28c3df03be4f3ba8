package io.github.camelsms.test;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelsms.simulator.Credentials;
import io.github.camelsms.simulator.MessageState;
import io.github.camelsms.simulator.SmsSimulator;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A simulator with conversations such as a small company has: what the picture in the manual shows. */
final class InboxConversations implements AutoCloseable {

    private static final String AMIRA = "+447700900123";
    private static final String BEN = "+61491570156";
    private static final String CHLOE = "+15555550142";
    private static final String DAVID = "+447700900456";

    private final MovableClock clock = new MovableClock();
    private final CallbackEndpoint endpoint = new CallbackEndpoint();
    private final SmsSimulator simulator;

    /** @param port 0 takes a free one */
    InboxConversations(int port) {
        simulator = SmsSimulator.builder()
                .port(port)
                .seed(4)
                .clock(clock)
                .keepMessages(5_000)
                .start();
        simulator
                .webhook("2fa-link", endpoint.url("/sms/dlr/2fa-link?token=example"))
                .webhook("transmitsms", endpoint.url("/sms/transmitsms/dlr"))
                .replyWebhook("transmitsms", endpoint.url("/sms/transmitsms/inbound"))
                .webhook("telesign", endpoint.url("/sms/telesign/dlr"));
        talk();
    }

    SmsSimulator simulator() {
        return simulator;
    }

    private void talk() {
        long parcel =
                transmitSms(DAVID, "61481074860", "Your parcel 4711 is on its way.\nIt arrives tomorrow, 8 to 12.");
        end(parcel, MessageState.DELIVERED);
        refused("+44 (0)7700 900123");
        long outage = twoFaLink(BEN, "StatusPage", "Incident 812: checkout is slow. We are looking into it.");
        end(outage, MessageState.EXPIRED);
        long code = telesign(CHLOE, "Your code is $$CODE$$. It is good for ten minutes.");
        end(code, MessageState.UNDELIVERED);
        twoChat(
                CHLOE,
                "+13125550147",
                "Hi Chloe, the technician will be with you at 3 pm. Reply here if that does not suit.");
        long welcome = twoFaLink(AMIRA, "ExampleCo", "Welcome to ExampleCo, Amira! 🎉");
        end(welcome, MessageState.DELIVERED);
        long arabic = twoFaLink(AMIRA, "ExampleCo", "مرحبا أميرة، موعدك يوم الثلاثاء الساعة 10:30.");
        end(arabic, MessageState.DELIVERED);
        long reminder = transmitSms(
                AMIRA,
                "61481074860",
                "Reminder: your appointment is on Tuesday at 10:30.\nReply YES to confirm, NO to cancel.");
        end(reminder, MessageState.DELIVERED);
        simulator.inbox().reply(reminder, "YES, see you then 👍");
        simulator.awaitCallbacksOver(Duration.ofSeconds(30));
        clock.move(Duration.ofSeconds(75));
        transmitSms(AMIRA, "61481074860", "Thank you. We look forward to seeing you.");
    }

    private void end(long number, MessageState state) {
        clock.move(Duration.ofSeconds(7));
        simulator.inbox().end(number, state);
        simulator.awaitCallbacksOver(Duration.ofSeconds(30));
        clock.move(Duration.ofSeconds(90));
    }

    private long twoFaLink(String to, String from, String text) {
        Credentials keys = simulator.credentials("2fa-link");
        return sent(Wire.to(simulator.baseUrl("2fa-link"))
                .with("Content-Type", "application/json")
                .with("Authorization", Wire.basic(keys.apiKey(), keys.secret()))
                .post("/sms", json(Map.of("mode", "sms", "to", to.substring(1), "from", from, "content", text))));
    }

    private void refused(String to) {
        Credentials keys = simulator.credentials("2fa-link");
        Wire.to(simulator.baseUrl("2fa-link"))
                .with("Content-Type", "application/json")
                .with("Authorization", Wire.basic(keys.apiKey(), keys.secret()))
                .post("/sms", json(Map.of("mode", "sms", "to", to, "from", "StatusPage", "content", "Incident 812")));
    }

    private long twoChat(String to, String from, String text) {
        clock.move(Duration.ofSeconds(50));
        return sent(Wire.to(simulator.baseUrl("2chat"))
                .with("Content-Type", "application/json")
                .with("X-User-API-Key", simulator.credentials("2chat").apiKey())
                .post("/sms/send", json(Map.of("to_number", to, "from_number", from, "text", text))));
    }

    private long transmitSms(String to, String from, String text) {
        Credentials keys = simulator.credentials("transmitsms");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("message", text);
        fields.put("to", to.substring(1));
        fields.put("from", from);
        return sent(Wire.to(simulator.baseUrl("transmitsms"))
                .with("Content-Type", Wire.FORM)
                .with("Authorization", Wire.basic(keys.apiKey(), keys.secret()))
                .post("/send-sms.json", Wire.form(fields)));
    }

    private long telesign(String to, String template) {
        Credentials keys = simulator.credentials("telesign");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("phone_number", to.substring(1));
        fields.put("template", template);
        fields.put("verify_code", "480213");
        return sent(Wire.to(simulator.baseUrl("telesign"))
                .with("Content-Type", Wire.FORM)
                .with("Authorization", Wire.basic(keys.customer(), keys.apiKey()))
                .post("/v1/verify/sms", Wire.form(fields)));
    }

    private long sent(Wire.Answer answer) {
        if (answer.status() >= 300) {
            throw new IllegalStateException("Refused with " + answer.status());
        }
        return simulator.inbox().total();
    }

    static String json(Map<String, String> members) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        members.forEach(object::put);
        return object.toString();
    }

    @Override
    public void close() {
        simulator.close();
        endpoint.close();
    }

    /** Serves them until it is killed, for a look with a browser of one's own. */
    public static void main(String[] arguments) throws InterruptedException {
        try (InboxConversations conversations = new InboxConversations(Integer.parseInt(arguments[0]))) {
            System.out.println(conversations.simulator().inboxUrl());
            Thread.currentThread().join();
        }
    }
}
