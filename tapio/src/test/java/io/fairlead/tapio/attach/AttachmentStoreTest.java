package io.fairlead.tapio.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.tapio.attach.AttachmentState.Era;
import io.fairlead.tapio.attach.AttachmentState.Names;
import io.fairlead.tapio.attach.AttachmentState.Nic;
import io.fairlead.tapio.netlink.AddressEntry;
import io.fairlead.tapio.netlink.RouteEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachmentStoreTest {

    private static final AttachmentState STATE = new AttachmentState(
            "eth\\0",
            new Nic(3, 0x02aabbccddeeL, 1400, true, false, true),
            Names.of("eth\\0", 3),
            new Addressing(
                    3,
                    List.of(
                            AddressEntry.fromHex("0218000003000000080001000a330001"),
                            AddressEntry.fromHex("0218000003000000080001000a330002")),
                    List.of(RouteEntry.fromHex("02000000fe04000100000000080005000a3300fe"))),
            new Era("e9b2a4de-0000-4000-8000-000000000000", "net:[4026531840]"),
            false);

    @Test
    void shouldReadBackWhatItWrote(@TempDir final Path folder) {
        final AttachmentStore store = new AttachmentStore(folder.resolve("made/if/need/be"));
        assertThat(store.load()).isEmpty();
        store.save(STATE);
        assertThat(store.load()).contains(STATE);
        store.save(STATE.completed());
        assertThat(store.load()).contains(STATE.completed());
        store.delete();
        assertThat(store.load()).isEmpty();
    }

    @Test
    void shouldBeReadableByPeople() {
        assertThat(AttachmentStore.format(STATE))
                .contains("nic.mac=02aabbccddee\n", "address.1=10.51.0.2/24 0218", "route.0=default via 10.51.0.254 ");
    }

    @Test
    void shouldSayWhatIsWrongWithADamagedFile(@TempDir final Path folder) throws IOException {
        final AttachmentStore store = new AttachmentStore(folder);
        store.save(STATE);
        Files.writeString(store.file(), "interface=eth0\n");
        assertThatThrownBy(store::load)
                .isInstanceOf(AttachException.class)
                .hasMessageContaining("is damaged (no nic.index): repair or delete it");
    }

    @Test
    void shouldKeepNamesWithinFifteenCharacters() {
        assertThat(Names.of("enp0s31f6", 2)).isEqualTo(new Names("fln-enp0s31f6", "flu-enp0s31f6"));
        assertThat(Names.of("elevenchars", 2)).isEqualTo(new Names("fln-elevenchars", "flu-elevenchars"));
        assertThat(Names.of("twelve-chars", 12)).isEqualTo(new Names("fln-if12", "flu-if12"));
    }

    @Test
    void shouldDeriveAStableLocalMacThatDiffers() {
        assertThat(InlineWiring.uplinkMac(0x001122334455L)).isEqualTo(0x421122334455L);
        assertThat(InlineWiring.uplinkMac(0x421122334455L)).isEqualTo(0x021122334455L);
    }
}
