package dev.hybridrouter.test.bedrock;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the signature of a request says of where it is meant to go. */
final class SigningScope {
    private static final Pattern CREDENTIAL =
            Pattern.compile("Credential=[^,\\s]*/[0-9]{8}/([a-z0-9-]+)/[^/]+/aws4_request");

    private SigningScope() {}

    /** Returns the region of an authorization header of Signature Version 4, or an empty string. */
    static String region(String authorization) {
        Matcher credential = CREDENTIAL.matcher(authorization);
        return credential.find() ? credential.group(1) : "";
    }
}
