package dev.hybridrouter.test.bedrock;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** One emulator and both kinds of client for the tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmulatorFixture {
    final BedrockEmulator emulator = BedrockEmulator.start();
    final BedrockRuntimeAsyncClient async = Sdk.async(emulator);
    final BedrockRuntimeClient sync = Sdk.sync(emulator);

    @AfterEach
    void resetEmulator() {
        emulator.reset();
    }

    @AfterAll
    void closeAll() {
        async.close();
        sync.close();
        emulator.close();
    }

    void reply(EmulatedAnswer answer) {
        emulator.on(Sdk.MODEL).reply(answer);
    }
}
