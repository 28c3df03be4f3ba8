package io.github.camelsms.benchmarks;

import java.util.EnumMap;
import java.util.Map;

/** All counters at one moment. Times are in nanoseconds. */
record Reading(long at, long accepted, long failed, long cpu, long jit, long bytes, long peerCpu) {

    /** What happened between an earlier reading and this one. Without a message there is nothing that a message takes. */
    Map<Measure, Double> since(Reading before) {
        double messages = accepted - before.accepted;
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        values.put(Measure.RATE, messages * 1e9 / (at - before.at));
        values.put(Measure.FAILED, (double) (failed - before.failed));
        if (messages == 0) {
            return values;
        }
        values.put(Measure.CPU, (cpu - before.cpu) / 1e3 / messages);
        values.put(Measure.JIT, (jit - before.jit) / 1e3 / messages);
        values.put(Measure.BYTES, (bytes - before.bytes) / messages);
        values.put(Measure.PEER_CPU, (peerCpu - before.peerCpu) / 1e3 / messages);
        return values;
    }
}
