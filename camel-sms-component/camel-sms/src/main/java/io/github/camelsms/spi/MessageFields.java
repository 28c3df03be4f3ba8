package io.github.camelsms.spi;

import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway can honour of a message besides recipient and text, and which parameters it writes itself. A part that it cannot
 * honour is refused rather than dropped, and so is a text that no encoder can write.
 */
public final class MessageFields {

    /** The parts of a message that not every gateway has, named as route authors write them. */
    public enum Field {
        FROM("CamelSmsFrom"),
        UDH("CamelSmsUdh"),
        VERIFY_CODE("CamelSmsVerifyCode"),
        SEND_AT("CamelSmsSendAt"),
        VALIDITY("CamelSmsValidity");

        private final String header;

        Field(String header) {
            this.header = header;
        }

        private boolean isIn(SmsMessage message) {
            return switch (this) {
                case FROM -> message.from() != null;
                case UDH -> message.udh() != null;
                case VERIFY_CODE -> message.verifyCode() != null;
                case SEND_AT -> message.sendAt() != null;
                case VALIDITY -> message.validity() != null;
            };
        }
    }

    private final String provider;
    private final Set<Field> honoured;
    private final Set<String> ownParams;

    /** @param ownParams names of parameters that the provider writes itself, so that nobody may pass them in */
    public MessageFields(String provider, Set<Field> honoured, Set<String> ownParams) {
        this.provider = provider;
        this.honoured = Set.copyOf(honoured);
        this.ownParams = Set.copyOf(ownParams);
    }

    /**
     * @throws SmsRefusedException naming each header that cannot be honoured or the parameter that may not be set, or when the text
     *     was cut inside a character
     */
    public void check(SmsMessage message) {
        List<String> culprits = new ArrayList<>(0);
        for (Field field : Field.values()) {
            if (field.isIn(message) && !honoured.contains(field)) {
                culprits.add(field.header);
            }
        }
        if (!culprits.isEmpty()) {
            Set<String> accepted = new TreeSet<>();
            honoured.forEach(field -> accepted.add(field.header));
            throw refused(culprits + " cannot be honoured; accepted: " + accepted);
        }
        if (hasHalfACharacter(message.text())) {
            throw refused(
                    "the text has half a surrogate pair, so it was cut inside a character; accepted: whole characters");
        }
        for (String name : message.params().keySet()) {
            if (ownParams.contains(name.toLowerCase(Locale.ROOT))) {
                throw refused("CamelSmsParams or option param." + name + ": " + name
                        + " is written by the component itself and may not be set");
            }
        }
    }

    /**
     * Refuses a code on a query of a gateway that checks none.
     *
     * @throws SmsRefusedException naming the header
     */
    public static void refuseVerifyCode(String provider, SmsQuery query) {
        if (query.verifyCode() != null) {
            throw SmsRefusedException.invalidRequest(
                    provider, "CamelSmsVerifyCode cannot be honoured: this provider checks no codes");
        }
    }

    /** No encoder writes an unpaired surrogate: one puts a question mark in its place, another fails. */
    private static boolean hasHalfACharacter(@Nullable String text) {
        int length = text == null ? 0 : text.length();
        for (int i = 0; text != null && i < length; i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private SmsRefusedException refused(String detail) {
        return SmsRefusedException.invalidRequest(provider, detail);
    }
}
