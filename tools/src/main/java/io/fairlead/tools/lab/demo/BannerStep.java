package io.fairlead.tools.lab.demo;

import io.fairlead.tools.lab.BannerService;
import io.fairlead.tools.lab.Client;
import io.fairlead.tools.lab.LabNode;
import io.fairlead.tools.lab.LabPlan;

/** Traffic that no redirect names passes through the stack to the kernel of the node it was sent to. */
final class BannerStep implements DemoStep {
    @Override
    public String title() {
        return "SSH-like traffic (port " + BannerService.PORT + ") reaches each node's own kernel";
    }

    @Override
    public void run(final Stage stage) {
        final Client client = stage.lab().clients().get(0);
        for (final LabNode node : stage.lab().nodes()) {
            check(stage, client, node.address(), node);
        }
        check(stage, client, LabPlan.VIRTUAL_IP, stage.preferredDirector());
    }

    private static void check(final Stage stage, final Client client, final String address, final LabNode expected) {
        final String banner = client.banner(address);
        stage.progress().note(client.name() + " -> " + address + ":" + BannerService.PORT + "  " + banner);
        stage.findings()
                .add(
                        banner.equals(BannerService.banner(expected.name())),
                        "banner at " + address + ":" + BannerService.PORT,
                        BannerService.banner(expected.name()),
                        banner.isEmpty() ? "nothing" : banner);
    }
}
