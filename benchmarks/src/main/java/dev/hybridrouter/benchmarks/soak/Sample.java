package dev.hybridrouter.benchmarks.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What a process holds at one moment, after garbage collection.
 *
 * @param nodes entries of all maps and caches: objects of classes whose name ends in {@code Node} or {@code Entry}
 */
record Sample(long heapBytes, int threads, long descriptors, int meters, long nodes) {
    private static final int COLLECTIONS = 2;
    private static final double MEBIBYTE = 1 << 20;

    static Sample take(MeterRegistry registry) {
        var memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
        }
        return new Sample(
                memory.getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                descriptorsOpen(),
                registry.getMeters().size(),
                entriesOfMaps());
    }

    private static long descriptorsOpen() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    /** Counts in the histogram of live objects, which {@code jcmd} prints too. */
    private static long entriesOfMaps() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            String histogram = (String) server.invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {null},
                    new String[] {String[].class.getName()});
            return histogram
                    .lines()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(Sample::countsEntries)
                    .mapToLong(columns -> Long.parseLong(columns[1]))
                    .sum();
        } catch (JMException e) {
            throw new IllegalStateException("the histogram of the heap cannot be had", e);
        }
    }

    private static boolean countsEntries(String[] columns) {
        return columns.length > 3
                && columns[0].endsWith(":")
                && (columns[3].endsWith("Node") || columns[3].endsWith("Entry"));
    }

    static String header() {
        return " minute |  requests | heap MiB | threads | descriptors | meters | map entries";
    }

    String row(double minute, long requests) {
        return String.format(
                Locale.ROOT,
                "%7.1f | %,9d | %8.1f | %7d | %11d | %6d | %,11d",
                minute,
                requests,
                heapBytes / MEBIBYTE,
                threads,
                descriptors,
                meters,
                nodes);
    }
}
