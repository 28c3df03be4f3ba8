package io.github.camelsms.internal.options;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Addresses and CIDR blocks, IPv4 and IPv6. An IPv4 address that arrives mapped into IPv6 equals its IPv4 form.
 *
 * @param blocks the entries
 */
public record AddressRanges(List<Block> blocks) {

    static final AddressRanges EMPTY = new AddressRanges(List.of());

    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /**
     * Reads entries joined by a comma.
     *
     * @param option name of the option, for the refusal
     * @throws IllegalArgumentException naming the option when an entry is neither an address nor a block
     */
    public static AddressRanges parse(String option, String text) {
        return new AddressRanges(Arrays.stream(text.split(","))
                .map(String::strip)
                .map(entry -> Block.parse(option, entry))
                .toList());
    }

    /** The entries as they are written in an option. */
    @Override
    public String toString() {
        return blocks.stream().map(Block::toString).collect(Collectors.joining(","));
    }

    public boolean contains(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address.getAddress()));
    }

    /** Reads an address as an HTTP server or a proxy writes it, with or without brackets, port or zone; null when it is none. */
    public static @Nullable InetAddress address(String text) {
        String bare = text.strip();
        if (bare.startsWith("[")) {
            int end = bare.indexOf(']');
            bare = end < 0 ? "" : bare.substring(1, end);
        } else if (bare.indexOf('.') >= 0 && bare.indexOf(':') == bare.lastIndexOf(':') && bare.indexOf(':') > 0) {
            bare = bare.substring(0, bare.indexOf(':'));
        }
        int zone = bare.indexOf('%');
        String literal = zone < 0 ? bare : bare.substring(0, zone);
        try {
            // A literal is never looked up in a name service.
            return LITERAL.matcher(literal).matches() ? InetAddress.getByName(literal) : null;
        } catch (UnknownHostException noAddress) {
            return null;
        }
    }

    /**
     * A block of addresses.
     *
     * @param network its first address
     * @param bits how many leading bits count
     */
    public record Block(List<Byte> network, int bits) {

        static Block parse(String option, String entry) {
            int slash = entry.indexOf('/');
            InetAddress address = address(slash < 0 ? entry : entry.substring(0, slash));
            if (address != null) {
                byte[] network = address.getAddress();
                int bits = slash < 0 ? network.length * 8 : number(entry.substring(slash + 1));
                if (bits >= 0 && bits <= network.length * 8) {
                    return new Block(boxed(network), bits);
                }
            }
            throw new IllegalArgumentException("option " + option + " has the entry " + entry
                    + "; accepted: addresses and CIDR blocks, such as 168.119.166.186 or 2001:db8::/32");
        }

        private static int number(String text) {
            return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
        }

        private static List<Byte> boxed(byte[] bytes) {
            Byte[] boxed = new Byte[bytes.length];
            Arrays.setAll(boxed, i -> bytes[i]);
            return List.of(boxed);
        }

        /** As it is written in an option. */
        @Override
        public String toString() {
            byte[] bytes = new byte[network.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = network.get(i);
            }
            try {
                String address = InetAddress.getByAddress(bytes).getHostAddress();
                return bits == 8 * bytes.length ? address : address + "/" + bits;
            } catch (UnknownHostException impossible) {
                throw new IllegalStateException(impossible); // there are 4 or 16 bytes
            }
        }

        boolean contains(byte[] address) {
            if (address.length != network.size()) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (network.get(bit / 8) & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
