package dev.hybridrouter.examples.mcpserver;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapperSupplier;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.DefaultServerTransportSecurityValidator;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;

/** The official SDK's server over its two transports. */
final class McpServers {
    private static final McpJsonMapper JSON = new PlainErrors(new JacksonMcpJsonMapperSupplier().get());
    // The tool checks its arguments itself, and says what is wrong in words that a router understands.
    private static final JsonSchemaValidator OWN =
            (schema, content) -> JsonSchemaValidator.ValidationResponse.asValid("");

    /** A page of the web that a browser shows on this machine must not use the server: its origin would be another. */
    private static final DefaultServerTransportSecurityValidator LOCAL_ONLY =
            DefaultServerTransportSecurityValidator.builder()
                    .allowedOrigins(List.of("http://127.0.0.1:*", "http://localhost:*"))
                    .allowedHosts(List.of("127.0.0.1:*", "localhost:*"))
                    .build();

    private McpServers() {}

    private static McpAsyncServer server(McpServer.AsyncSpecification<?> specification, GenerateText tool) {
        return specification
                .serverInfo("hybridrouter-example", "1")
                .jsonMapper(JSON)
                .jsonSchemaValidator(OWN)
                .capabilities(McpSchema.ServerCapabilities.builder().tools(true).build())
                .tools(tool.specification())
                .build();
    }

    /** Serves standard input and output. */
    static OverStdio overStdio(GenerateText tool) {
        return new OverStdio(tool);
    }

    /** Serves one client over standard input and output. */
    static final class OverStdio {
        private final CountDownLatch end = new CountDownLatch(1);

        private OverStdio(GenerateText tool) {
            InputStream input = new EndingInput(System.in, end);
            var unused = server(McpServer.async(new StdioServerTransportProvider(JSON, input, System.out)), tool);
        }

        /** Waits until the client is gone. */
        void awaitEnd() throws InterruptedException {
            end.await();
        }
    }

    /** Tells when it ends, which the SDK's transport does not. */
    private static final class EndingInput extends FilterInputStream {
        private final CountDownLatch end;

        EndingInput(InputStream in, CountDownLatch end) {
            super(in);
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            return watched(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return watched(super.read(bytes, offset, length));
        }

        private int watched(int read) {
            if (read == -1) {
                end.countDown();
            }
            return read;
        }
    }

    /**
     * Serves Streamable HTTP on the loopback address.
     *
     * @param port 0 for any that is free
     */
    static OverHttp overHttp(GenerateText tool, int port) throws IOException, LifecycleException {
        return new OverHttp(tool, port);
    }

    /** Serves many clients over HTTP. */
    static final class OverHttp implements AutoCloseable {
        private final Tomcat tomcat = new Tomcat();
        private final McpAsyncServer server;

        private OverHttp(GenerateText tool, int port) throws IOException, LifecycleException {
            HttpServletStreamableServerTransportProvider servlet =
                    HttpServletStreamableServerTransportProvider.builder()
                            .jsonMapper(JSON)
                            .mcpEndpoint("/mcp")
                            .httpHeaderValidator(LOCAL_ONLY)
                            .build();
            server = server(McpServer.async(servlet), tool);
            File folder = Files.createTempDirectory("mcp-server").toFile();
            folder.deleteOnExit();
            tomcat.setBaseDir(folder.getPath());
            tomcat.setPort(port);
            Connector connector = tomcat.getConnector();
            connector.setProperty("address", "127.0.0.1");
            Context context = tomcat.addContext("", folder.getPath());
            Tomcat.addServlet(context, "mcp", servlet).setAsyncSupported(true);
            context.addServletMapping("/mcp", "mcp");
            context.getParent().getPipeline().addValve(quiet());
            tomcat.start();
        }

        /** Shows whoever makes an error happen neither stack traces nor versions. */
        private static ErrorReportValve quiet() {
            ErrorReportValve quiet = new ErrorReportValve();
            quiet.setShowReport(false);
            quiet.setShowServerInfo(false);
            return quiet;
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/mcp");
        }

        @Override
        public void close() throws LifecycleException {
            server.close();
            tomcat.stop();
            tomcat.destroy();
        }
    }
}
