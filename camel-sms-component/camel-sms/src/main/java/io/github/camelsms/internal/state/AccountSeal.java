package io.github.camelsms.internal.state;

import io.github.camelsms.internal.options.AccountSettings;
import io.github.camelsms.model.Secret;
import io.github.camelsms.spi.ProviderOption;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Seals values of a state store with the credentials of an account, which are not in the store. Where an account has several keys, as during a
 * rotation, the first seals and each opens. A value begins with its salt and with what says which key sealed it.
 */
final class AccountSeal {

    private static final int ID = 8;
    private static final int HEAD = Seal.SALT + ID;
    private static final byte[] WHICH = "key".getBytes(StandardCharsets.US_ASCII);

    /** The first one seals. */
    private final List<String> secrets;

    private AccountSeal(List<String> secrets) {
        this.secrets = secrets;
    }

    static AccountSeal of(AccountSettings settings) {
        List<String> secrets = new ArrayList<>();
        for (String apiKey : values(settings.apiKeys())) {
            for (String secretKey : values(settings.secretKeys())) {
                secrets.add(String.join("\n", settings.provider(), apiKey, secretKey, declaredSecrets(settings)));
            }
        }
        return new AccountSeal(List.copyOf(secrets));
    }

    /** Whether an account has credentials. */
    static boolean isPossible(AccountSettings settings) {
        return !settings.apiKeys().isEmpty()
                || !settings.secretKeys().isEmpty()
                || !declaredSecrets(settings).isEmpty();
    }

    private static List<String> values(List<Secret> secrets) {
        return secrets.isEmpty()
                ? List.of("")
                : secrets.stream().map(Secret::value).toList();
    }

    private static String declaredSecrets(AccountSettings settings) {
        StringBuilder secrets = new StringBuilder();
        settings.declared().stream()
                .filter(ProviderOption::secret)
                .map(ProviderOption::name)
                .filter(settings.providerSettings()::containsKey)
                .sorted()
                .forEach(name -> secrets.append(name)
                        .append('=')
                        .append(settings.providerSettings().get(name))
                        .append('\n'));
        return secrets.toString();
    }

    /** @param entryKey the key of the entry that is to hold the value */
    byte[] seal(String entryKey, byte[] clear) {
        byte[] salt = Seal.random(Seal.SALT);
        Seal seal = Seal.of(secrets.get(0), salt);
        byte[] sealed = seal.seal(clear, entryKey);
        return ByteBuffer.allocate(HEAD + sealed.length)
                .put(salt)
                .put(id(seal))
                .put(sealed)
                .array();
    }

    /** Empty when the value was sealed with another key, for another entry, or by something else. */
    Optional<byte[]> open(String entryKey, byte[] value) {
        if (value.length < HEAD) {
            return Optional.empty();
        }
        byte[] salt = Arrays.copyOf(value, Seal.SALT);
        byte[] id = Arrays.copyOfRange(value, Seal.SALT, HEAD);
        byte[] sealed = Arrays.copyOfRange(value, HEAD, value.length);
        return secrets.stream()
                .map(secret -> Seal.of(secret, salt))
                .filter(seal -> Arrays.equals(id(seal), id))
                .findFirst()
                .flatMap(seal -> seal.open(sealed, entryKey));
    }

    /** Says which key sealed a value. It differs from value to value, as the salt does. */
    private static byte[] id(Seal seal) {
        return Arrays.copyOf(seal.digest(WHICH), ID);
    }
}
