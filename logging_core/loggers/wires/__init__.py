"""Ports, sockets, brokers and servers that readers and writers talk to. Knows no Django."""
