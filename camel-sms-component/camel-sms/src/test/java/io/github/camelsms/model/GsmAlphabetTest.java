package io.github.camelsms.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GsmAlphabetTest {

    /** 3GPP TS 23.038, 6.2.1: 128 codes, one of them the escape; 6.2.1.1: nine characters and the page break. */
    @Test
    void has127CharactersOfOneSeptetAndTenOfTwo() {
        assertThat(charactersOf(1)).isEqualTo(127);
        assertThat(charactersOf(2)).isEqualTo(10);
    }

    @Test
    void hasTheCapitalCedillaAndNotTheSmallOne() {
        assertThat(GsmAlphabet.septets('\u00C7')).isEqualTo(1);
        assertThat(GsmAlphabet.septets('\u00E7')).isZero();
    }

    @Test
    void escapeItselfIsNoCharacter() {
        assertThat(GsmAlphabet.septets('\u001B')).isZero();
    }

    @Test
    void lastCharacterOfTheTableAndItsNeighbour() {
        assertThat(GsmAlphabet.septets('\u03A9')).isEqualTo(1);
        assertThat(GsmAlphabet.septets('\u03AA')).isZero();
        assertThat(GsmAlphabet.septets('\uFFFF')).isZero();
    }

    private static long charactersOf(int septets) {
        return IntStream.rangeClosed(0, 0xFFFF)
                .filter(c -> GsmAlphabet.septets((char) c) == septets)
                .count();
    }
}
