"""A real WebSocket client (python3-websockets of Debian): echoes of several sizes, then a clean end."""

import asyncio
import ssl
import sys

import websockets


async def main(url):
    context = None
    if url.startswith("wss:"):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    async with websockets.connect(url, ssl=context, max_size=1 << 24, subprotocols=["chat"]) as socket:
        for message in ("hello", "grüße", b"\0" * 70_000, b"x" * (3 << 20), ""):
            await socket.send(message)
            answer = await socket.recv()
            assert answer == message, f"{len(message)} sent, {len(answer)} received"
        await (await socket.ping())
        assert socket.subprotocol == "chat", socket.subprotocol
        await asyncio.gather(*(socket.send(str(number)) for number in range(500)))
        assert [await socket.recv() for _ in range(500)] == [str(number) for number in range(500)]
    assert socket.close_code == 1000, socket.close_code


asyncio.run(main(sys.argv[1]))
