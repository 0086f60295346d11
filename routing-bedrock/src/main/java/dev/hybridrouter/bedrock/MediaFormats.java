package dev.hybridrouter.bedrock;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names of formats as the service spells them, whether the caller says an extension, a media type or the service's own name.
 *
 * @param known the service's names
 * @param others other names of the same formats
 */
record MediaFormats(Set<String> known, Map<String, String> others) {
    /** Source: service model, ImageFormat. */
    static final MediaFormats IMAGES = new MediaFormats(
            Set.of("png", "jpeg", "gif", "webp"),
            Map.of("jpg", "jpeg", "jpe", "jpeg", "jfif", "jpeg", "pjpeg", "jpeg", "x-png", "png"));

    /** Source: service model, DocumentFormat. */
    static final MediaFormats DOCUMENTS = new MediaFormats(
            Set.of("pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md"),
            Map.of(
                    "plain", "txt",
                    "text", "txt",
                    "markdown", "md",
                    "x-markdown", "md",
                    "htm", "html",
                    "x-pdf", "pdf",
                    "msword", "doc",
                    "vnd.ms-excel", "xls",
                    "vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
                    "vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"));

    /** The service's name of a format. */
    String named(String format, String field) {
        String name = format.substring(format.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String extension = name.startsWith(".") ? name.substring(1) : name;
        String spelled = others.getOrDefault(extension, extension);
        if (!known.contains(spelled)) {
            throw RequestRefusal.unsupported(field + ".format", '"' + format + '"', "one of " + new TreeSet<>(known));
        }
        return spelled;
    }
}
