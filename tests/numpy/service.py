"""A rowcold on a port of its own, asked by HTTP; its answers as numpy has them."""

import io
import json
import os
import re
import subprocess
from http.client import HTTPConnection
from threading import Thread

import numpy as np


def array_of(value):
    """A member of an answer in JSON: numbers become arrays, real or complex; words stay words."""
    if isinstance(value, dict) and set(value) == {"re", "im"}:
        return np.array(value["re"]) + 1j * np.array(value["im"])
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return np.array([complex(each["re"], each["im"]) for each in value])
    return value if isinstance(value, str) else np.array(value)


def in_json(operands, options):
    members = {name: each.tolist() if isinstance(each, np.ndarray) else [one.tolist() for one in each]
               for name, each in operands.items()}
    return json.dumps(members | options).encode(), "application/json"


NPY = "application/x-npy"
ZIP = "application/zip"


def saved(array):
    """The array as numpy.save writes it."""
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def form(parts, options):
    """A form with a part for each (name, media type, bytes), and the options."""
    boundary = "a-line-that-is-in-no-matrix"
    if options:
        parts = parts + [("options", "application/json", json.dumps(options).encode())]
    body = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n'
        f"Content-Type: {kind}\r\n\r\n".encode() + content + b"\r\n"
        for name, kind, content in parts)
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def in_parts(operands, options):
    """A form with a .npy file for each matrix."""
    parts = [(name, NPY, saved(matrix)) for name, each in operands.items()
             for matrix in ([each] if isinstance(each, np.ndarray) else each)]
    return form(parts, options)


class Refused(Exception):
    """A problem: its name and detail, and the whole of it."""

    def __init__(self, path, problem):
        super().__init__(f"{path}: {problem['title']}: {problem['detail']}")
        self.problem = problem


class Service:
    def __init__(self, program):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith("ROWCOL_")}
        self.process = subprocess.Popen([program, "--listen", "127.0.0.1:0"], env=environment,
                                        stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if found := re.search(r"listening on http://127\.0\.0\.1:(\d+)", line):
                break
        else:
            raise RuntimeError("rowcold does not start")
        self.log = Thread(target=self.process.stderr.read)
        self.log.start()
        self.connection = HTTPConnection("127.0.0.1", int(found[1]))

    def stop(self):
        self.connection.close()
        self.process.terminate()
        self.log.join()
        self.process.stderr.close()
        if self.process.wait() != 0:
            raise RuntimeError(f"rowcold does not end well: {self.process.returncode}")

    def exchange(self, path, body, kind, accept):
        self.connection.request("POST", path, body, {"Content-Type": kind, "Accept": accept})
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise Refused(path, json.loads(content))
        return content

    def ask(self, name, operands, options=None):
        """The members of an answer, by way of JSON."""
        body, kind = in_json(operands, options or {})
        content = self.exchange(f"/v1/{name}", body, kind, "application/json")
        return {member: array_of(value) for member, value in json.loads(content).items()}

    def ask_binary(self, name, operands, options=None):
        """The same by way of .npy files and an archive of them."""
        body, kind = in_parts(operands, options or {})
        content = self.exchange(f"/v1/{name}", body, kind, ZIP)
        with np.load(io.BytesIO(content)) as archive:
            return dict(archive)
