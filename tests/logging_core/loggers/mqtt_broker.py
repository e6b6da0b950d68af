"""As much of an MQTT 3.1.1 broker as readers and writers need: connect, subscribe, publish, ping."""

import socketserver
import struct
import threading

CONNECT, PUBLISH, PUBACK, SUBSCRIBE, PINGREQ, DISCONNECT = 1, 3, 4, 8, 12, 14


class Session(socketserver.BaseRequestHandler):
    def handle(self):
        while (packet := self.packet()) is not None:
            kind, flags, body = packet
            if kind == CONNECT:
                self.request.sendall(b"\x20\x02\x00\x00")
            elif kind == SUBSCRIBE:
                self.server.subscribe(body[4 : 4 + struct.unpack(">H", body[2:4])[0]], self.request)
                self.request.sendall(b"\x90\x03" + body[:2] + b"\x00")
            elif kind == PUBLISH:
                self.publish(flags, body)
            elif kind == PINGREQ:
                self.request.sendall(b"\xd0\x00")
            elif kind == DISCONNECT:
                return

    def publish(self, flags, body):
        length = struct.unpack(">H", body[:2])[0]
        topic, rest = body[2 : 2 + length], body[2 + length :]
        if (flags >> 1) & 3:
            self.request.sendall(b"\x40\x02" + rest[:2])
            rest = rest[2:]
        self.server.deliver(topic, rest)

    def packet(self):
        head = self.exactly(1)
        if head is None:
            return None
        length, shift = 0, 0
        while True:
            byte = self.exactly(1)[0]
            length |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return head[0] >> 4, head[0] & 15, self.exactly(length)

    def exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.request.recv(count - len(data))
            if not more:
                return None
            data += more
        return data


class Broker(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port):
        super().__init__(("127.0.0.1", port), Session)
        self.subscribers = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def subscribe(self, topic, client):
        self.subscribers.append((topic, client))

    def deliver(self, topic, payload):
        body = struct.pack(">H", len(topic)) + topic + payload
        for wanted, client in self.subscribers:
            if wanted == topic:
                client.sendall(bytes([0x30, len(body)]) + body)

    def stop(self):
        self.shutdown()
        self.server_close()
