package io.github.camelsms.internal.state;

import io.github.camelsms.internal.options.OptOutSettings;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.InboundSms;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsFault;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.model.SmsRetryableException;
import io.github.camelsms.spi.OptOutRegister;
import io.github.camelsms.spi.StateStore;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the register of opt-outs and asks it. Used only for accounts with {@code optOut=enforce}. */
public final class OptOuts {

    private static final Logger LOG = LoggerFactory.getLogger(OptOuts.class);

    private final OptOutRegister register;
    private final boolean lasting;
    private final AtomicBoolean announced = new AtomicBoolean();

    /** @param store lasts longer than this process; null when there is none */
    public OptOuts(@Nullable StateStore store) {
        this.lasting = store != null;
        this.register = new OptOutRegister(store == null ? new MemoryStateStore() : store);
    }

    public OptOutRegister register() {
        return register;
    }

    /** Warns once that what is kept in memory is forgotten at a restart. */
    public void announceMemory() {
        if (!lasting && announced.compareAndSet(false, true)) {
            LOG.warn("Opt-outs are kept in memory and are forgotten at a restart; set stateStore on the component");
        }
    }

    /**
     * Refuses a recipient that opted out.
     *
     * @param accounts for one of which it may have opted out
     * @throws SmsException refused when it has; retryable when the store cannot be asked
     */
    public void check(String provider, Collection<String> accounts, Msisdn to) {
        if (!optedOut(provider, accounts, Set.of(to)).isEmpty()) {
            throw refusal(provider);
        }
    }

    /**
     * Which recipients opted out of one of these accounts.
     *
     * @throws SmsRetryableException when the store cannot be asked
     */
    public Set<Msisdn> optedOut(String provider, Collection<String> accounts, Collection<Msisdn> recipients) {
        try {
            return register.find(accounts, recipients);
        } catch (RuntimeException | LinkageError unavailable) {
            String detail = "the register of opt-outs cannot be read";
            throw new SmsRetryableException(SmsFault.of(ErrorClass.TEMPORARY, provider, detail), unavailable);
        }
    }

    /** What a recipient that opted out is refused with. */
    public static SmsRefusedException refusal(String provider) {
        return new SmsRefusedException(
                SmsFault.of(ErrorClass.OPTED_OUT, provider, "the recipient wants no more SMS (optOut=enforce)"));
    }

    /** Enters a recipient of which the provider says that it opted out. What happens here does not change what became of the send. */
    public void enter(String account, Msisdn to) {
        try {
            register.add(account, to.digits());
        } catch (RuntimeException | LinkageError unavailable) {
            LOG.debug("{}: an opt-out that the provider reported could not be entered", account, unavailable);
        }
    }

    /**
     * Reads what an SMS means for its sender, and enters it where the account enforces opt-outs.
     *
     * @throws RuntimeException when the store cannot be reached
     */
    public InboundSms received(String account, OptOutSettings settings, InboundSms sms) {
        InboundSms read = sms.read(settings.out(), settings.in());
        if (settings.enforced() && (read.optOut() || read.optIn())) {
            Msisdn from = read.from();
            if (from == null) {
                LOG.warn("{}: SMS {} opts out or in, but does not name its sender", account, read.messageId());
            } else if (read.optOut()) {
                register.add(account, from.digits());
            } else {
                register.remove(account, from.digits());
            }
        }
        return read;
    }
}
