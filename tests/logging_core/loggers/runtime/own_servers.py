"""A database and a broker that a test may stop and start, and what stands around the loggers on a ship."""

import os
import signal
import socket
import subprocess
import sys
import threading

import psycopg2
import redis

from logging_core.streams.channels import channel
from sealog.embedded import places
from sealog.embedded.postgres import Cluster
from sealog.embedded.valkey import Broker
from sealog.processes import answers
from sealog.processes.parent import end_with_parent
from tests.logging_core.loggers.reading import free_port
from tests.logging_core.loggers.runtime.database import Database
from tests.logging_core.loggers.runtime.running import ROOT, Runtime, component, config, udp
from tests.support.waiting import until

PASSWORD = "only for this test"


class OwnServers:
    """In a folder of its own; stopped when the block ends."""

    def __init__(self, folder):
        self.folder = folder / "servers"
        self.folder.mkdir(mode=0o755)
        folder.chmod(0o755)
        self.cluster, self.broker = Cluster(self.folder, PASSWORD), Broker(self.folder)
        self.database_url = places.postgres_url(self.folder, PASSWORD)
        self.broker_url = places.valkey_url(self.folder)
        self._running = {}

    def __enter__(self):
        self.start_database()
        env = {**os.environ, "DATABASE_URL": self.database_url, "REDIS_URL": self.broker_url}
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
        self.stop_database()
        return self

    def __exit__(self, *_):
        self.stop_database()
        self.stop_broker()

    def start_database(self):
        self._start("database", self.cluster)

    def stop_database(self):
        self._stop("database", signal.SIGINT)

    def start_broker(self):
        self._start("broker", self.broker)

    def stop_broker(self):
        self._stop("broker", signal.SIGTERM)

    def _start(self, name, server):
        server.prepare()
        us = os.getpid()
        self._running[name] = subprocess.Popen(
            server.command(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=lambda: end_with_parent(signal.SIGKILL, us),
        )
        answers.until(name, server.answers, print)

    def _stop(self, name, number):
        process = self._running.pop(name, None)
        if process:
            process.send_signal(number)
            process.wait(20)

    # --- a round of starts --------------------------------------------------------------------------------

    def one_round(self, number, orders):
        """Start six things in a random order, wait until all do their work, stop them."""
        with Surroundings(self, number) as around:
            steps = [
                self.start_database,
                self.start_broker,
                around.start_loggers,
                around.start_sensor,
                around.start_display,
                around.start_consumer,
            ]
            orders.shuffle(steps)
            for step in steps:
                step()
            around.wait_healthy()
        self.stop_broker()
        self.stop_database()


class Surroundings:
    """A sensor that sends by UDP, a display that is written to by TCP, a consumer that waits for values."""

    def __init__(self, servers, number):
        self._servers = servers
        self._name = f"wx{number}"
        self._sensor_port, self._display_port = free_port(socket.SOCK_DGRAM), free_port()
        self._enough = threading.Event()
        self._displayed, self._heard = [], []
        self.runtime = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._enough.set()
        if self.runtime:
            self.runtime.stop()

    def start_loggers(self):
        logger = config(
            udp(self._sensor_port),
            component("DatabaseWriter"),
            component("TCPWriter", destination="127.0.0.1", port=self._display_port),
            transforms=[component("ToDASRecordTransform", field_name=self._name)],
        )
        servers = self._servers
        self.runtime = Runtime(servers.folder / self._name, servers.database_url, servers.broker_url)
        self.runtime.plan_on_disk({self._name: logger}).start()

    def start_sensor(self):
        self._in_background(self._send)

    def start_display(self):
        self._in_background(self._display)

    def start_consumer(self):
        self._in_background(self._consume)

    def wait_healthy(self):
        until(lambda: self.runtime.state(self._name) == "running", 60, lambda: str(self.runtime.status()))
        until(lambda: self._displayed, 60, "the display shows nothing")
        until(lambda: self._heard, 60, "the consumer hears nothing")
        database = Database(self._servers.database_url)
        until(lambda: database.values(self._name), 60, "nothing is stored")
        database.close()

    def _in_background(self, work):
        threading.Thread(target=work, daemon=True).start()

    def _send(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sensor:
            while not self._enough.wait(0.1):
                sensor.sendto(b"12.5", ("127.0.0.1", self._sensor_port))

    def _display(self):
        with socket.create_server(("127.0.0.1", self._display_port)) as display:
            display.settimeout(60)
            caller = display.accept()[0]
            while not self._enough.is_set() and (data := caller.recv(4096)):
                self._displayed.append(data)

    def _consume(self):
        while not self._enough.wait(0.2):
            try:
                broker = redis.Redis.from_url(self._servers.broker_url)
                listener = broker.pubsub(ignore_subscribe_messages=True)
                listener.subscribe(channel(broker, "sealog:values"))
                while not self._enough.is_set():
                    if message := listener.get_message(timeout=0.2):
                        self._heard.append(message)
            except (redis.RedisError, psycopg2.Error, OSError):
                continue
