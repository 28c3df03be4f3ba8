package io.github.camelsms.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * No thread waits: the thread that brings a reply sends the next message. A short-lived thread starts each loop; where the variant blocks
 * after all, that thread stays and carries the loop.
 */
final class CallbackLoad extends Load {

    private final CallbackVariant variant;
    private final CountDownLatch running;

    CallbackLoad(CallbackVariant variant, int inFlight) {
        this.variant = variant;
        running = new CountDownLatch(inFlight);
        for (int i = 0; i < inFlight; i++) {
            new Thread(new Loop(i * 37), "load-" + i).start();
        }
    }

    @Override
    void awaitLastReplies() throws InterruptedException {
        running.await();
    }

    private enum State {
        SENDING,
        ANSWERED,
        AWAITING_REPLY
    }

    /** One message in flight after another. */
    private final class Loop implements Runnable, CallbackVariant.Reply {

        private final AtomicReference<State> state = new AtomicReference<>(State.SENDING);
        private int next;

        Loop(int first) {
            next = first;
        }

        @Override
        public void run() {
            while (!isStopped()) {
                state.set(State.SENDING);
                send(Sms.number(next++));
                if (state.compareAndSet(State.SENDING, State.AWAITING_REPLY)) {
                    return; // the reply's thread goes on
                }
            }
            running.countDown();
        }

        private void send(Sms sms) {
            try {
                variant.send(sms, this);
            } catch (RuntimeException e) {
                failed(e);
            }
        }

        @Override
        public void accepted(String messageId) {
            countAccepted(messageId);
            goOn();
        }

        @Override
        public void failed(Throwable failure) {
            countFailed(failure);
            goOn();
        }

        // A reply within send() must not send from here: the stack would grow with each message.
        private void goOn() {
            if (!state.compareAndSet(State.SENDING, State.ANSWERED)) {
                run();
            }
        }
    }
}
