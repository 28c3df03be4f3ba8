package io.github.camelsms.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** A platform thread for each message in flight: it sends, waits for the reply, and sends the next. */
final class WaitingLoad extends Load {

    private final List<Thread> threads = new ArrayList<>();

    WaitingLoad(WaitingVariant variant, int inFlight) {
        for (int i = 0; i < inFlight; i++) {
            int first = i * 37;
            threads.add(new Thread(() -> send(variant, first), "load-" + i));
        }
        threads.forEach(Thread::start);
    }

    private void send(WaitingVariant variant, int first) {
        for (int i = first; !isStopped(); i++) {
            try {
                countAccepted(variant.send(Sms.number(i)));
            } catch (Exception e) {
                countFailed(e);
            }
        }
    }

    @Override
    void awaitLastReplies() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
