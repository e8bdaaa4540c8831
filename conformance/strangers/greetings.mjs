// What both Node and the page ask of the server, by a transport of @connectrpc/connect's.
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { GreetService, WrongFieldSchema } from "./gen/maneki/example/greet/v1/greet_pb.js";

function expect(condition, message) {
  if (!condition) throw new Error(message);
}

async function failure(action) {
  try {
    await action();
  } catch (error) {
    return ConnectError.from(error);
  }
  throw new Error("it did not fail");
}

async function drain(responses) {
  const greetings = [];
  for await (const response of responses) greetings.push(response.greeting);
  return greetings.join(" ");
}

async function* names(...all) {
  for (const name of all) yield { name };
}

const unary = {
  "unary": async (client) => {
    let header, trailer;
    const answer = await client.greet(
      { name: "Ann" },
      {
        headers: { "greet-language": "nl" },
        onHeader: (headers) => (header = headers.get("greet-language")),
        onTrailer: (trailers) => (trailer = trailers.get("greet-count")),
      },
    );
    expect(answer.greeting === "Hallo, Ann!", answer.greeting);
    expect(header === "nl", `header ${header}`);
    expect(trailer === "1", `trailer ${trailer}`);
  },
  "a long message": async (client) => {
    const name = "é".repeat(500_000);
    expect((await client.greet({ name })).greeting === `Hello, ${name}!`, "another answer");
  },
  "error with a detail": async (client) => {
    const error = await failure(() => client.greet({ name: "" }));
    expect(error.code === Code.InvalidArgument, `code ${error.code} ${error.rawMessage}`);
    expect(error.rawMessage === "name: it is empty", error.rawMessage);
    const [detail] = error.findDetails(WrongFieldSchema);
    expect(detail?.field === "name", `details ${JSON.stringify(error.details)}`);
    expect(error.metadata.get("greet-language") === "en", "no metadata with the error");
  },
  "server stream": async (client) => {
    let header, trailer;
    const greetings = await drain(
      client.greetAgain(
        { name: "Ann", times: 3 },
        {
          onHeader: (headers) => (header = headers.get("greet-language")),
          onTrailer: (trailers) => (trailer = trailers.get("greet-count")),
        },
      ),
    );
    expect(greetings === "Hello, Ann! Hello, Ann! Hello, Ann!", greetings);
    expect(header === "en", `header ${header}`);
    expect(trailer === "3", `trailer ${trailer}`);
  },
  "stream that fails": async (client) => {
    const error = await failure(() => drain(client.greetAgain({ name: "Ann", times: 0 })));
    expect(error.code === Code.InvalidArgument, `code ${error.code} ${error.rawMessage}`);
    expect(error.findDetails(WrongFieldSchema)[0]?.field === "times", "no detail");
  },
  "messages come before the stream's end": async (client) => {
    const slow = client.greetAgain({ name: "Ann", times: 2, pause: { seconds: 600n } });
    for await (const response of slow) {
      expect(response.greeting === "Hello, Ann!", response.greeting);
      break; // the second one comes in ten minutes
    }
  },
  "deadline": async (client) => {
    const slow = { name: "Ann", times: 2, pause: { seconds: 600n } };
    const error = await failure(() => drain(client.greetAgain(slow, { timeoutMs: 500 })));
    expect(error.code === Code.DeadlineExceeded, `code ${error.code} ${error.rawMessage}`);
  },
  "cancellation": async (client) => {
    const slow = { name: "Ann", times: 2, pause: { seconds: 600n } };
    const controller = new AbortController();
    const error = await failure(async () => {
      for await (const _ of client.greetAgain(slow, { signal: controller.signal })) controller.abort();
    });
    expect(error.code === Code.Canceled, `code ${error.code} ${error.rawMessage}`);
  },
};

const streams = {
  "client stream": async (client) => {
    const answer = await client.greetGroup(names("Ann", "Bob"));
    expect(answer.greeting === "Hello, Ann, Bob!" && answer.people === 2, answer.greeting);
  },
  "client stream without a message": async (client) => {
    const answer = await client.greetGroup(names());
    expect(answer.people === 0, answer.greeting);
  },
  "client stream that fails": async (client) => {
    const error = await failure(() => client.greetGroup(names("Ann", "", "Bob")));
    expect(error.code === Code.InvalidArgument, `code ${error.code} ${error.rawMessage}`);
  },
};

const duplex = {
  "bidirectional stream": async (client) => {
    const greetings = await drain(client.greetEach(names("Ann", "Bob")));
    expect(greetings === "Hello, Ann! Hello, Bob!", greetings);
  },
  "bidirectional stream, in turn": async (client) => {
    let answered;
    async function* waiting() {
      for (const name of ["Ann", "Bob", "Cid"]) {
        const answer = new Promise((resolve) => (answered = resolve));
        yield { name };
        await answer; // the next request follows the answer to the last
      }
    }
    const greetings = [];
    for await (const response of client.greetEach(waiting())) {
      greetings.push(response.greeting);
      answered();
    }
    expect(greetings.length === 3, greetings.join(" "));
  },
};

export const KINDS = { unary, streams, duplex };

/** Runs the cases; a line for each, `ok NAME` or `FAIL NAME: WHY`. */
export async function judge(transport, ...kinds) {
  const client = createClient(GreetService, transport);
  const lines = [];
  for (const [name, check] of kinds.flatMap(Object.entries)) {
    try {
      await check(client);
      lines.push(`ok ${name}`);
    } catch (error) {
      lines.push(`FAIL ${name}: ${error}`);
    }
  }
  return lines;
}
