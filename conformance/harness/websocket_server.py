"""A real WebSocket server (python3-websockets of Debian) that echoes; prints its port."""

import asyncio

import websockets


async def echo(socket, path=""):
    async for message in socket:
        await socket.send(message)


async def main():
    async with websockets.serve(echo, "127.0.0.1", 0, max_size=1 << 24, subprotocols=["chat"]) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(main())
