package io.fairlead.tools.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/** Sets Logback up in code, which starts faster than reading XML. Logback finds it as a service. What the configuration wants comes later, see {@link Logging}. */
public final class LogConfigurator extends ContextAwareBase implements Configurator {

    /** Called by Logback. */
    public LogConfigurator() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Outlet console = ConsoleSink.outlet(context, new ConsoleSink(context), event -> true);
        console.start();
        console.begin();

        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(console);
        // it tells where its jar lies
        context.getLogger("net.openhft").setLevel(Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
