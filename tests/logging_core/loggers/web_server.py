"""A web server that keeps what is posted to it and answers as it is told."""

import http.server
import threading


class WebServer:
    """`answers` are given in turn, the last one for ever: a status, or a status and a text."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.posted = []  # path, headers, body

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(handler):
                self._answer(handler)

            def log_message(handler, *args):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _answer(self, handler):
        body = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
        self.posted.append((handler.path, handler.headers, body))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        status, text = answer if isinstance(answer, tuple) else (answer, "")
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text.encode())

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
