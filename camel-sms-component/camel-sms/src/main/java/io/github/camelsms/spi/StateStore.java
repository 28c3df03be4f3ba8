package io.github.camelsms.spi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps what must survive a restart, or be the same on every node. Thread-safe. Methods may block; each throws a RuntimeException when the
 * store cannot be reached.
 *
 * <p>A key is a kind, a colon and a hash, at most 64 characters of {@code [A-Za-z0-9_:-]}. An entry that has expired is as good as absent.
 * Times are durations and are measured by the store's own clock, which all nodes share.
 */
public interface StateStore {

    /** The entry of a key; empty when there is none, or it has expired. */
    Optional<StateEntry> find(String key);

    /** The entries of several keys, in any order; a key without one is left out. */
    default List<StateEntry> findAll(Collection<String> keys) {
        return keys.stream().map(this::find).flatMap(Optional::stream).toList();
    }

    /**
     * Creates an entry unless there is one that has not expired. Of several callers at the same moment, one creates it.
     *
     * @return the version of the new entry, which no earlier entry of that key has had; empty when there is one already
     */
    OptionalLong create(String key, StateValue value);

    /**
     * Replaces an entry, with its times, if it still has that version and has not expired.
     *
     * @return the new version; empty when nothing was replaced
     */
    OptionalLong replace(String key, long version, StateValue value);

    /**
     * Makes several changes, one after the other and each as by itself, and then looks for entries. A store that can does all of it in one round
     * trip. When it throws, it removes what it has created, as far as it can; an entry may have been replaced or not.
     *
     * @param keys of the entries to look for; may be empty
     */
    default StateChanges change(List<StateChange> changes, Collection<String> keys) {
        List<OptionalLong> versions = new ArrayList<>(changes.size());
        try {
            for (StateChange change : changes) {
                Long version = change.version();
                versions.add(
                        version == null
                                ? create(change.key(), change.value())
                                : replace(change.key(), version, change.value()));
            }
            return new StateChanges(versions, keys.isEmpty() ? List.of() : findAll(keys));
        } catch (RuntimeException | Error failed) {
            try {
                new StateChanges(versions, List.of()).undo(changes, this);
            } catch (RuntimeException | Error stillFails) {
                failed.addSuppressed(stillFails);
            }
            throw failed;
        }
    }

    /** Removes an entry if it still has that version; false when nothing was removed. */
    boolean remove(String key, long version);

    /**
     * Lists the entries of a kind that are due and have not expired. An entry stays due until it is replaced or removed.
     *
     * @param kind what stands before the colon of a key
     * @param limit the most entries to list
     * @return the one due first comes first
     */
    List<StateEntry> due(String kind, int limit);
}
