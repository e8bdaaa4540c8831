// connect-node: node.mjs URL PROTOCOL HTTP_VERSION FORM, where FORM is of proto, json, gzip, get.
import { compressionGzip, createConnectTransport, createGrpcTransport, createGrpcWebTransport } from "@connectrpc/connect-node";
import { judge, KINDS } from "./greetings.mjs";

const [baseUrl, protocol, httpVersion, form] = process.argv.slice(2);
const make = { connect: createConnectTransport, grpc: createGrpcTransport, "grpc-web": createGrpcWebTransport }[protocol];
const transport = make({
  baseUrl,
  httpVersion,
  useBinaryFormat: form !== "json",
  useHttpGet: form === "get",
  ...(form === "gzip" ? { sendCompression: compressionGzip, acceptCompression: [compressionGzip] } : {}),
});
const kinds = httpVersion === "2" ? [KINDS.unary, KINDS.streams, KINDS.duplex] : [KINDS.unary, KINDS.streams];
// What is longer than a URL may be: @connectrpc/connect has no limit of its own.
if (form === "get") delete KINDS.unary["a long message"];
const lines = await judge(transport, ...kinds);
console.log(lines.join("\n"));
process.exit(lines.some((line) => line.startsWith("FAIL")) ? 1 : 0);
