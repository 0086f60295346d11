package dev.hybridrouter.test.bedrock;

/** The protocol over which a request reached the emulator. */
public enum WireProtocol {
    /** HTTP/1.1, which the synchronous SDK clients speak. */
    HTTP_1_1,
    /** HTTP/2 in clear text with prior knowledge, which the asynchronous SDK client speaks by default. */
    HTTP_2
}
