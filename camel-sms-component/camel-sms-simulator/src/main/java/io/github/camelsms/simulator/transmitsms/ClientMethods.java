package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.BasicAuth;
import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.SimulatedMessage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reseller's clients, their balances and what moved them.
 *
 * <p>Documented: parameters, members of the replies, a blank secret unless {@code api_secret} sets one, {@code sms_margin}
 * in cents, two kinds of transactions.
 *
 * <ul>
 * <li>guess: a name that is taken is KEY_EXISTS, a client or transaction that is not there NOT_FOUND.
 * <li>guess: a new client has 50 dollars, or {@code fixed_top_up_amount}, by its first transaction.
 * <li>guess: a client calls with its own key: it may send, format numbers, ask about its own messages and read its balance;
 * another's message, and every other method, is NO_ACCESS.
 * <li>guess: a client who pays is charged price and margin, and LEDGER_ERROR comes once the balance is used up.
 * <li>guess: {@code balance_standing} is always a number; the newest transaction comes first.
 * </ul>
 */
final class ClientMethods implements Room {

    private static final BigDecimal FIRST_TOP_UP = new BigDecimal("50");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final int LONGEST_SECRET = 255;
    private static final Set<String> METHODS_OF_CLIENTS = Set.of(
            "send-sms",
            "cancel-sms",
            "format-number",
            "get-balance",
            "get-sms",
            "get-sms-delivery-status",
            "get-sms-sent",
            "get-sms-stats");
    private static final List<String> DETAILS = List.of(
            "name",
            "email",
            "msisdn",
            "contact",
            "timezone",
            "api_secret",
            "client_pays",
            "sms_margin",
            "number_margin",
            "payment_method",
            "fixed_top_up_amount");

    private final Map<Integer, Client> clients = new LinkedHashMap<>();
    private final Map<String, Client> senders = new HashMap<>();

    @Override
    public Map<String, Method> methods() {
        return Map.of(
                "add-client", this::add,
                "edit-client", this::edit,
                "get-client", call -> client(call.parameters()).members(),
                "get-clients", this::all,
                "get-transactions", this::transactions,
                "get-transaction", this::transaction);
    }

    Optional<Client> withKeys(BasicAuth keys) {
        return clients.values().stream()
                .filter(client -> client.hasKeys(keys.user(), keys.password()))
                .findFirst();
    }

    /** @throws TransmitSmsRefusal NO_ACCESS to what only the account's holder may do, or to another's message */
    void checkAccess(Call call, String method) {
        Client client = call.client();
        if (client == null) {
            return;
        }
        if (!METHODS_OF_CLIENTS.contains(method)) {
            throw new TransmitSmsRefusal(400, "NO_ACCESS", "You do not have access to this 'method'");
        }
        Optional<String> message = call.parameters().optional(method.equals("cancel-sms") ? "id" : "message_id");
        if (message.isPresent() && !client.equals(senders.get(message.get()))) {
            throw TransmitSmsErrors.of("NO_ACCESS");
        }
    }

    /** Notes whose messages these are, and charges them. */
    void sent(Call call, List<SimulatedMessage> messages) {
        Client client = call.client();
        if (client != null) {
            senders.put(messages.get(0).messageId(), client);
            client.charge(call.account().ids().next(), messages, call.now());
        }
    }

    private Members add(Call call) {
        Parameters parameters = call.parameters();
        for (String name : List.of("name", "email", "password", "msisdn")) {
            parameters.required(name);
        }
        check(parameters, null);
        Instant now = call.now();
        Client client = new Client(
                call.account().ids().next(), call.account().ids().hex(32).toLowerCase(Locale.ROOT), now);
        client.edit(parameters.named(DETAILS));
        client.topUp(
                call.account().ids().next(),
                parameters.decimal("fixed_top_up_amount").orElse(FIRST_TOP_UP),
                now);
        clients.put(client.id(), client);
        return client.members();
    }

    private Members edit(Call call) {
        Client client = client(call.parameters());
        check(call.parameters(), client);
        client.edit(call.parameters().named(DETAILS));
        return client.members();
    }

    private void check(Parameters parameters, @Nullable Client edited) {
        Optional<String> name = parameters.optional("name");
        if (clients.values().stream().anyMatch(client -> client != edited && name.equals(Optional.of(client.name())))) {
            throw TransmitSmsRefusal.exists("User");
        }
        if (parameters
                .optional("email")
                .filter(email -> !EMAIL.matcher(email).matches())
                .isPresent()) {
            throw TransmitSmsRefusal.invalid("email");
        }
        if (parameters.optional("msisdn").isPresent()
                && NumberPlan.msisdn(parameters.required("msisdn"), Optional.empty())
                        .isEmpty()) {
            throw TransmitSmsRefusal.invalid("msisdn");
        }
        if (parameters
                .optional("api_secret")
                .filter(secret -> secret.length() > LONGEST_SECRET)
                .isPresent()) {
            throw TransmitSmsRefusal.invalid("api_secret");
        }
        parameters.flag("client_pays");
        parameters.decimal("sms_margin");
        parameters.decimal("number_margin");
        parameters.choice("payment_method", Set.of("fixed", "variable"));
        parameters.decimal("fixed_top_up_amount");
    }

    private Members all(Call call) {
        Page page = Page.of(call.parameters());
        List<Client> all = List.copyOf(clients.values());
        return new Members()
                .with("page", page.block(all))
                .with("clients_total", all.size())
                .with(
                        "clients",
                        page.rows(all).stream()
                                .map(client -> client.members().asMap())
                                .toList());
    }

    private Members transactions(Call call) {
        Page page = Page.of(call.parameters());
        Span span = Span.of(call.parameters());
        List<Client.Transaction> all = newestFirst(client(call.parameters())).stream()
                .filter(transaction -> span.contains(transaction.created()))
                .toList();
        return new Members()
                .with("page", page.block(all))
                .with("transactions_total", all.size())
                .with(
                        "transactions",
                        page.rows(all).stream()
                                .map(transaction -> transaction.members().asMap())
                                .toList());
    }

    private Members transaction(Call call) {
        int id = call.parameters().id("id");
        Members reply = new Members();
        clients.values().stream()
                .flatMap(client -> client.transactions().stream())
                .filter(transaction -> transaction.id() == id)
                .findFirst()
                .orElseThrow(() -> TransmitSmsRefusal.notFound("Transaction"))
                .members()
                .asMap()
                .forEach(reply::with);
        return reply;
    }

    private static List<Client.Transaction> newestFirst(Client client) {
        List<Client.Transaction> transactions = new ArrayList<>(client.transactions());
        Collections.reverse(transactions);
        return transactions;
    }

    private Client client(Parameters parameters) {
        return Optional.ofNullable(clients.get(parameters.id("client_id")))
                .orElseThrow(() -> TransmitSmsRefusal.notFound("Client"));
    }

    @Override
    public void reset() {
        clients.clear();
        senders.clear();
    }
}
