package io.github.camelsms.simulator.transmitsms;

import io.github.camelsms.simulator.Members;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One file of contacts on its way into a list. */
final class ContactImport {

    private static final List<String> MOBILE = List.of("mobile", "msisdn", "phone", "number");
    private static final List<String> FIRST_NAME = List.of("firstname", "first_name");
    private static final List<String> LAST_NAME = List.of("lastname", "last_name");

    private final ContactList list;
    private final Optional<String> dialCode;
    private final CompletableFuture<List<List<String>>> rows;
    private boolean over;
    private boolean failed;
    private int length;
    private int duplicates;
    private int skipped;
    private int optOuts;
    private int imported;

    /** @param dialCode of numbers without one, empty when they must have one */
    ContactImport(ContactList list, Optional<String> dialCode, CompletableFuture<List<List<String>>> rows) {
        this.list = list;
        this.dialCode = dialCode;
        this.rows = rows;
    }

    /** Puts the contacts into the list once the file is there. */
    void takeUp(ContactLists lists, Instant now) {
        if (over || !rows.isDone()) {
            return;
        }
        over = true;
        failed = rows.isCompletedExceptionally();
        if (!failed) {
            take(rows.join(), lists, now);
        }
    }

    private void take(List<List<String>> table, ContactLists lists, Instant now) {
        List<String> heads = table.isEmpty()
                ? List.of()
                : table.get(0).stream()
                        .map(head -> head.strip().toLowerCase(Locale.ROOT))
                        .toList();
        int mobile = column(heads, MOBILE);
        List<List<String>> contacts = mobile < 0 ? table : table.subList(1, table.size());
        length = contacts.size();
        for (List<String> row : contacts) {
            String written = cell(row, Math.max(mobile, 0)).orElse("");
            Optional<String> msisdn = NumberPlan.msisdn(written, dialCode);
            if (msisdn.isEmpty()) {
                skipped++;
            } else if (lists.isOptedOut(msisdn.get()) || isInactive(msisdn.get())) {
                optOuts++;
            } else if (list.find(msisdn.get()).isPresent()) {
                duplicates++;
            } else if (list.wasDeleted(msisdn.get())) {
                skipped++;
            } else {
                imported++;
                fill(list.add(msisdn.get(), now), row, mobile < 0 ? List.of() : heads);
            }
        }
    }

    private boolean isInactive(String msisdn) {
        return list.find(msisdn).filter(contact -> !contact.isActive()).isPresent();
    }

    private void fill(Contact contact, List<String> row, List<String> heads) {
        Map<Integer, String> values = new TreeMap<>();
        list.fieldNames()
                .forEach((number, name) -> cell(row, heads.indexOf(name.toLowerCase(Locale.ROOT)))
                        .ifPresent(value -> values.put(number, value)));
        contact.fill(
                cell(row, column(heads, FIRST_NAME)).orElse(null),
                cell(row, column(heads, LAST_NAME)).orElse(null),
                values);
    }

    private static int column(List<String> heads, List<String> names) {
        return names.stream()
                .mapToInt(heads::indexOf)
                .filter(column -> column >= 0)
                .findFirst()
                .orElse(-1);
    }

    private static Optional<String> cell(List<String> row, int column) {
        return column >= 0 && column < row.size()
                ? Optional.of(row.get(column).strip()).filter(value -> !value.isEmpty())
                : Optional.empty();
    }

    /** What {@code add-contacts-bulk-progress} tells; of a list that no file was imported into an import without contacts. */
    static Members progress(ContactList list, @Nullable ContactImport last) {
        return (last == null ? new Members().with("list_id", list.id()).with("status", "completed") : last.state())
                .with("importlength", last == null ? 0 : last.length)
                .with("completed", last == null ? 0 : last.length)
                .with("duplicates", last == null ? 0 : last.duplicates)
                .with("skipped", last == null ? 0 : last.skipped)
                .with("optout", last == null ? 0 : last.optOuts)
                .with("imported", last == null ? 0 : last.imported);
    }

    private Members state() {
        String ended = failed ? "failed" : "completed";
        return new Members().with("list_id", list.id()).with("status", over ? ended : "in progress");
    }
}
