package io.github.camelsms.spi;

import java.util.List;
import java.util.OptionalLong;

/**
 * What several changes of a {@link StateStore} came to.
 *
 * @param versions for each change the new version; empty when it changed nothing
 * @param found entries that were asked for
 */
public record StateChanges(List<OptionalLong> versions, List<StateEntry> found) {

    public StateChanges {
        versions = List.copyOf(versions);
        found = List.copyOf(found);
    }

    /** Removes what was created. @param changes that were begun with */
    public void undo(List<StateChange> changes, StateStore store) {
        for (int i = 0; i < versions.size(); i++) {
            StateChange change = changes.get(i);
            if (change.version() == null) {
                versions.get(i).ifPresent(version -> store.remove(change.key(), version));
            }
        }
    }
}
