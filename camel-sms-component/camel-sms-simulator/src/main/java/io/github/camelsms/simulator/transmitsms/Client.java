package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.SimulatedMessage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A reseller's client: an account of its own with keys, a balance and what moved it. */
final class Client {

    private static final BigDecimal CENTS = new BigDecimal("100");
    private static final int TOP_UP = 23;

    /** What moved a balance. @param members all but the balance after it */
    record Transaction(int id, Instant created, Members members) {}

    private final int id;
    private final Instant created;
    private final String apiKey;
    private final Map<String, String> details = new LinkedHashMap<>();
    private final List<Transaction> transactions = new ArrayList<>();
    private BigDecimal balance = BigDecimal.ZERO;
    private BigDecimal spend = BigDecimal.ZERO;
    private BigDecimal revenue = BigDecimal.ZERO;
    private int segments;

    Client(int id, String apiKey, Instant created) {
        this.id = id;
        this.apiKey = apiKey;
        this.created = created;
    }

    int id() {
        return id;
    }

    String name() {
        return details.getOrDefault("name", "");
    }

    boolean hasKeys(String key, String secret) {
        return apiKey.equals(key) && details.getOrDefault("api_secret", "").equals(secret);
    }

    BigDecimal balance() {
        return balance;
    }

    boolean pays() {
        return !details.getOrDefault("client_pays", "true").equals("false");
    }

    List<Transaction> transactions() {
        return List.copyOf(transactions);
    }

    /** Takes over what a call says about the client, by the names of the parameters. */
    void edit(Map<String, String> changes) {
        details.putAll(changes);
    }

    void topUp(int transaction, BigDecimal amount, Instant now) {
        balance = balance.add(amount);
        transactions.add(new Transaction(
                transaction,
                now,
                new Members()
                        .with("id", transaction)
                        .with("user_id", id)
                        .with("description", "Credit Top Up")
                        .with("amount", amount)
                        .with("balance_standing", balance)
                        .with("created", Parameters.time(now))
                        .with("message_id", 0)
                        .with("type_description", "")
                        .with("type_id", TOP_UP)));
    }

    /** What messages at that base price cost the client. */
    BigDecimal costOf(BigDecimal basePrice, int parts) {
        return basePrice.add(marginOf(parts));
    }

    /** Charges the messages of one send. */
    void charge(int transaction, List<SimulatedMessage> messages, Instant now) {
        int parts = messages.stream().mapToInt(SimulatedMessage::segments).sum();
        BigDecimal basePrice = messages.stream().map(SimulatedMessage::price).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal cost = costOf(basePrice, parts);
        segments += parts;
        spend = spend.add(cost);
        revenue = revenue.add(marginOf(parts));
        if (!pays()) {
            return;
        }
        balance = balance.subtract(cost);
        transactions.add(new Transaction(
                transaction,
                now,
                new Members()
                        .with("id", transaction)
                        .with("description", "Message Send")
                        .with("amount", cost.negate())
                        .with("balance_standing", balance)
                        .with("created", Parameters.time(now))
                        .with("message_id", Integer.valueOf(messages.get(0).messageId()))
                        .with("message_status", "Sent")
                        .with("message_cost", cost)
                        .with("message_revenue", marginOf(parts))));
    }

    private BigDecimal margin() {
        return new BigDecimal(details.getOrDefault("sms_margin", "0"));
    }

    private BigDecimal marginOf(int parts) {
        return margin().multiply(BigDecimal.valueOf(parts)).divide(CENTS);
    }

    Members members() {
        return new Members()
                .with("id", id)
                .with("name", name())
                .with("contact", details.get("contact"))
                .with("email", details.get("email"))
                .with("msisdn", NumberPlan.numberOrText(details.getOrDefault("msisdn", "")))
                .with("currency", "AUD")
                .with("client_pays", pays())
                .with("sms_margin", margin())
                .with("timezone", details.getOrDefault("timezone", "Australia/Sydney"))
                .with("created", Parameters.time(created))
                .with("apikey", apiKey)
                .with("apisecret", details.getOrDefault("api_secret", ""))
                .with("recharge_amount", new BigDecimal(details.getOrDefault("fixed_top_up_amount", "0")))
                .with("total_lists", 0)
                .with("total_sms", segments)
                .with("total_contacts", 0)
                .with("total_spend", spend)
                .with("total_revenue", revenue)
                .with("credit_based", false)
                .with("trial", "no")
                .with(
                        "trial_expiry_date",
                        created.atOffset(ZoneOffset.UTC)
                                .toLocalDate()
                                .plusDays(14)
                                .toString())
                .with("balance", balance);
    }
}
