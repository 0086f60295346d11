package dev.hybridrouter.benchmarks.load;

import java.util.concurrent.CompletableFuture;

/** One way to ask the model. */
interface Caller {
    String MODEL = "model-a";
    String SYSTEM = "You are a polite assistant.";
    String USER = "say hello to me";
    int MAX_TOKENS = 256;

    /** Makes a request from text, sends it and completes with the text of the answer. */
    CompletableFuture<String> send();
}
