package io.fairlead.tools.lab.demo;

/** One thing that the demo shows. */
interface DemoStep {
    String title();

    /** Does it, notes what it sees, and adds to the findings; throws when it makes no sense to go on. */
    void run(Stage stage);
}
