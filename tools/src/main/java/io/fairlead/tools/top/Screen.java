package io.fairlead.tools.top;

import java.util.List;

/** What a view is shown on. */
public interface Screen {

    /** The width in characters; may change when {@link #resized} is called. */
    int width();

    /** The height in lines; may change when {@link #resized} is called. */
    int height();

    /** Looks how large the screen is now. */
    void resized();

    /**
     * Shows lines in place of those before.
     *
     * @param lines as many as the screen has, none longer than its width
     */
    void show(List<String> lines);
}
