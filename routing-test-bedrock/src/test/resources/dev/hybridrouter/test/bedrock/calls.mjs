// Calls an emulator with the AWS SDK for JavaScript and prints what came back, as one JSON object.
// Arguments: the folder that holds node_modules, the endpoint.
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, endpoint] = process.argv.slice(2);
const sdk = createRequire(join(folder, "package.json"))("@aws-sdk/client-bedrock-runtime");
const client = new sdk.BedrockRuntimeClient({
  endpoint,
  region: "eu-west-1",
  credentials: { accessKeyId: "access", secretAccessKey: "secret" },
  maxAttempts: 1,
});
const user = (...content) => ({ role: "user", content });
const hello = [user({ text: "hello" })];

const attempt = async (call) => {
  try {
    return await call();
  } catch (error) {
    return { error: error.name, status: error.$metadata?.httpStatusCode, message: error.message };
  }
};

const converse = (modelId, messages = hello, more = {}) =>
  attempt(async () => {
    const answer = await client.send(new sdk.ConverseCommand({ modelId, messages, ...more }));
    return { content: answer.output.message.content, stopReason: answer.stopReason, usage: answer.usage };
  });

const stream = (modelId) =>
  attempt(async () => {
    const answer = await client.send(new sdk.ConverseStreamCommand({ modelId, messages: hello }));
    const seen = { text: "", input: "", events: 0 };
    for await (const event of answer.stream) {
      seen.events += 1;
      seen.text += event.contentBlockDelta?.delta?.text ?? "";
      seen.input += event.contentBlockDelta?.delta?.toolUse?.input ?? "";
      seen.stopReason ??= event.messageStop?.stopReason;
      seen.outputTokens ??= event.metadata?.usage?.outputTokens;
    }
    return seen;
  });

const embed = (modelId, body) =>
  attempt(async () => {
    const answer = await client.send(
      new sdk.InvokeModelCommand({ modelId, contentType: "application/json", body: JSON.stringify(body) }),
    );
    return JSON.parse(new TextDecoder().decode(answer.body));
  });

const tool = { toolSpec: { name: "lookup", inputSchema: { json: { type: "object" } } } };
const seen = {
  converse: await converse("text"),
  tool: await converse("tool", hello, { toolConfig: { tools: [tool] } }),
  media: await converse("text", [
    user({ text: "Read." }, { document: { format: "txt", name: "terms", source: { bytes: new Uint8Array([1]) } } }),
  ]),
  stream: await stream("text"),
  toolStream: await stream("tool"),
  throttled: await converse("throttled"),
  brokenStream: await stream("broken"),
  invalid: await converse("text", [user({ text: " " })]),
  invalidShape: await converse("text", hello, { inferenceConfig: { temperature: 2 } }),
  embedding: await embed("amazon.titan-embed-text-v2:0", { inputText: "a cat" }),
  invalidEmbedding: await embed("amazon.titan-embed-text-v2:0", { inputText: "a cat", dimensions: 12 }),
};
client.destroy();
console.log(JSON.stringify(seen));
