package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.content.MediaSource;
import java.net.URI;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentSource;
import software.amazon.awssdk.services.bedrockruntime.model.ImageSource;
import software.amazon.awssdk.services.bedrockruntime.model.S3Location;

/**
 * Maps where the bytes of images and documents come from: the request itself, or S3 where the model reads there.
 *
 * @param model what the model takes
 */
record MediaSources(BedrockModel model) {
    static final String S3 = "s3";
    private static final Pattern LOCATION = Pattern.compile("s3://[a-z0-9][.\\-a-z0-9]{1,61}[a-z0-9](/.*)?");
    private static final int LONGEST = 1_024;

    /** Source: Converse API reference, Message: 3.75 MB and 4.5 MB. */
    private static final int IMAGE_BYTES = 3_750_000;

    private static final int DOCUMENT_BYTES = 4_500_000;

    ImageSource ofImage(MediaSource source, String field) {
        return source instanceof MediaSource.Inline inline
                ? ImageSource.fromBytes(bytes(inline.blob(), IMAGE_BYTES, field))
                : ImageSource.fromS3Location(location((MediaSource.Remote) source, field));
    }

    DocumentSource ofDocument(MediaSource source, String field) {
        return source instanceof MediaSource.Inline inline
                ? DocumentSource.fromBytes(bytes(inline.blob(), DOCUMENT_BYTES, field))
                : DocumentSource.fromS3Location(location((MediaSource.Remote) source, field));
    }

    private S3Location location(MediaSource.Remote remote, String field) {
        URI uri = remote.uri();
        if (!S3.equals(uri.getScheme())) {
            throw RequestRefusal.unsupported(
                    field + ".source", uri.getScheme() + " address", "an s3:// address or bytes");
        }
        if (!model.takes(BedrockFeature.S3_MEDIA)) {
            throw RequestRefusal.unsupported(
                    field + ".source", "s3 address", "bytes, as the model does not read from S3");
        }
        String text = uri.toString();
        if (text.length() > LONGEST || !LOCATION.matcher(text).matches()) {
            throw RequestRefusal.invalid(
                    field + ".source", "malformed s3 address", "s3://bucket/key, at most " + LONGEST);
        }
        return S3Location.builder().uri(text).build();
    }

    private static SdkBytes bytes(Blob blob, int most, String field) {
        if (blob.size() > most) {
            throw RequestRefusal.unsupported(field + ".source", blob.size() + " bytes", "at most " + most + " bytes");
        }
        return SdkBytes.fromByteBuffer(blob.asByteBuffer());
    }
}
