package io.github.camelsms.spi;

import io.github.camelsms.model.Msisdn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who wants no more SMS, by account. Entries do not expire. The store holds a hash of account and number, the account's name and the time,
 * but no number: the register can be asked about a number and cannot list numbers. Thread-safe. Methods throw a RuntimeException when the
 * store cannot be reached.
 */
public final class OptOutRegister {

    private static final String KIND = "optout";

    /** For good, as far as stores can count. */
    private static final Duration LIFETIME = Duration.ofDays(36_500);

    private static final Pattern DIGEST = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String HEADER = "account,digest,since";
    private static final int TRIES = 5;

    private final StateStore store;

    public OptOutRegister(StateStore store) {
        this.store = store;
    }

    /**
     * Enters a number.
     *
     * @param account name of the account, or the provider id for an account without a name
     * @return false when it was entered already
     * @throws IllegalArgumentException when it is not a number in E.164
     */
    public boolean add(String account, String number) {
        return create(key(account, Msisdn.parse(number)), account, Instant.now());
    }

    /** Takes a number out; false when it was not entered. @throws IllegalArgumentException when it is not a number in E.164 */
    public boolean remove(String account, String number) {
        String key = key(account, Msisdn.parse(number));
        for (int i = 0; i < TRIES; i++) {
            Optional<StateEntry> entry = store.find(key);
            if (entry.isEmpty()) {
                return false;
            }
            if (store.remove(key, entry.get().version())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a number is entered. @throws IllegalArgumentException when it is not a number in E.164 */
    public boolean contains(String account, String number) {
        return store.find(key(account, Msisdn.parse(number))).isPresent();
    }

    /** Which of these numbers are entered for one of these accounts. */
    public Set<Msisdn> find(Collection<String> accounts, Collection<Msisdn> numbers) {
        Map<String, Msisdn> byKey = new HashMap<>();
        for (String account : accounts) {
            numbers.forEach(number -> byKey.put(key(account, number), number));
        }
        Set<Msisdn> found = new HashSet<>();
        if (byKey.size() == 1) {
            store.find(byKey.keySet().iterator().next()).ifPresent(entry -> found.addAll(byKey.values()));
        } else {
            for (StateEntry entry : store.findAll(byKey.keySet())) {
                Msisdn number = byKey.get(entry.key());
                if (number != null) {
                    found.add(number);
                }
            }
        }
        return found;
    }

    /**
     * Enters the lines of a CSV text: {@code account,number}, or {@code account,digest,since} as {@link #exportCsv()} writes them, with or
     * without a heading. Nothing is entered when a line is malformed.
     *
     * @return how many were not entered before
     * @throws IllegalArgumentException naming the line that is malformed, without its content
     */
    public int importCsv(String csv) {
        List<Line> lines = new ArrayList<>();
        String[] rows = csv.split("\\R", -1);
        for (int i = 0; i < rows.length; i++) {
            String row = rows[i].startsWith("\uFEFF") ? rows[i].substring(1) : rows[i];
            if (!row.isBlank() && !(lines.isEmpty() && row.strip().startsWith("account,"))) {
                lines.add(line(row, i + 1));
            }
        }
        return (int) lines.stream()
                .filter(line -> create(line.key(), line.account(), line.since()))
                .count();
    }

    private record Line(String key, String account, Instant since) {}

    private static Line line(String row, int number) {
        String[] cells = row.split(",", -1);
        for (int i = 0; i < cells.length; i++) {
            cells[i] = cells[i].strip().replaceAll("^\"|\"$", "").strip();
        }
        if (cells.length < 2 || cells.length > 3 || cells[0].isEmpty()) {
            throw malformed(number, "it must be account,number or account,digest,since");
        }
        try {
            Instant since = cells.length == 3 && !cells[2].isEmpty() ? Instant.parse(cells[2]) : Instant.now();
            String key =
                    DIGEST.matcher(cells[1]).matches() ? KIND + ':' + cells[1] : key(cells[0], Msisdn.parse(cells[1]));
            return new Line(key, cells[0], since);
        } catch (DateTimeException noTime) {
            throw malformed(number, "since must be a time such as 2026-09-15T10:34:02Z");
        } catch (IllegalArgumentException noNumber) {
            throw malformed(number, "the number must be in E.164");
        }
    }

    private static IllegalArgumentException malformed(int line, String accepted) {
        return new IllegalArgumentException("line " + line + " of the opt-outs is malformed: " + accepted);
    }

    /**
     * The entries as CSV with a heading: account, digest of account and number, and time. Another register can import it. To learn which of
     * your customers opted out, ask {@link #contains} about each.
     */
    public String exportCsv() {
        StringBuilder csv = new StringBuilder(HEADER).append('\n');
        for (StateEntry entry : store.due(KIND, Integer.MAX_VALUE)) {
            String digest = entry.key().substring(KIND.length() + 1);
            String[] value = new String(entry.value(), StandardCharsets.UTF_8).split("\n", 2);
            csv.append(value[1])
                    .append(',')
                    .append(digest)
                    .append(',')
                    .append(value[0])
                    .append('\n');
        }
        return csv.toString();
    }

    private boolean create(String key, String account, Instant since) {
        String value = since.truncatedTo(ChronoUnit.SECONDS) + "\n" + account;
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return store.create(key, new StateValue(bytes, LIFETIME, Duration.ZERO)).isPresent();
    }

    private static String key(String account, Msisdn number) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((account.length() + ":" + account + number.digits()).getBytes(StandardCharsets.UTF_8));
            return KIND + ':' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has it
        }
    }

    @Override
    public String toString() {
        return "OptOutRegister";
    }
}
