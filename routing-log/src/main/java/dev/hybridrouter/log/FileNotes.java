package dev.hybridrouter.log;

import dev.hybridrouter.diagnostics.LogEvent;

/** Logs what is odd about a file and needs nobody. */
final class FileNotes {
    private FileNotes() {}

    static void log(Object path, String note, Throwable why) {
        LogEvent.FILE_NOTE
                .line()
                .with("path", path)
                .with("note", note)
                .with("cause", why)
                .thrown(why)
                .log();
    }
}
