package io.github.camelsms.simulator;

import java.util.List;

/**
 * What changed in the inbox after a revision, for a store.
 *
 * @param revision  of the inbox now
 * @param first     the smallest number of an item that is kept; one more than {@code total} when there is none
 * @param total     how many items were given a number
 * @param forgotten how many items the ring let go of
 * @param optOuts   all marks
 * @param items     what changed, in order of change
 */
record InboxChanges(
        long revision, long first, long total, long forgotten, List<OptOutMark> optOuts, List<InboxItem> items) {}
