package dev.hybridrouter.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Executors that give each task a thread of its own. */
final class Threads {
    private Threads() {}

    /**
     * An executor of virtual threads where the running JDK has them (21 and later), else of platform threads. Looked up by
     * name, because the tests are compiled for 17.
     */
    static ExecutorService virtualWhereThereAre() {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invoke();
        } catch (NoSuchMethodException e) {
            return Executors.newCachedThreadPool();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
