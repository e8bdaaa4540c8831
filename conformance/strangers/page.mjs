// connect-web, in a browser: the page's query names the server and the protocol.
import { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-web";
import { judge, KINDS } from "./greetings.mjs";

const query = new URLSearchParams(location.search);
const make = query.get("protocol") === "connect" ? createConnectTransport : createGrpcWebTransport;
const form = query.get("form");
let lines;
try {
  const transport = make({ baseUrl: query.get("server"), useBinaryFormat: form !== "json", useHttpGet: form === "get" });
  if (form === "get") delete KINDS.unary["a long message"]; // no URL is that long
  lines = await judge(transport, KINDS.unary);
} catch (error) {
  lines = [`FAIL the page: ${error}`];
}
// Whoever served the page is told.
await fetch("/done", { method: "POST", body: lines.join("\n") });
