package dev.hybridrouter.core;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Virtual threads where the JVM has them. The tests are compiled for Java 17, which does not know the factory method of
 * Java 21, so it is looked up when the tests run; on an older JVM a pool of platform threads takes their place.
 */
final class VirtualThreads {
    private VirtualThreads() {}

    /** One virtual thread for each task, or a pool of so many platform threads. */
    static ExecutorService orPool(int threads) {
        MethodHandle factory;
        try {
            factory = MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class));
        } catch (NoSuchMethodException e) {
            return Executors.newFixedThreadPool(threads);
        } catch (IllegalAccessException e) {
            throw new AssertionError("the factory is public where it exists", e);
        }
        try {
            return (ExecutorService) factory.invokeExact();
        } catch (Throwable e) {
            throw new AssertionError("the JVM has virtual threads, but makes none", e);
        }
    }
}
