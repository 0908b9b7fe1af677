"""A real nginx, started by a test for itself, that serves a folder as `docs/nginx.conf` says."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kit.paths import PROJECT

PROGRAM = "/usr/sbin/nginx"
OFFERED = PROJECT / "docs" / "nginx.conf"
LIMIT_S = 20

AROUND = """daemon off;
worker_processes 1;
{user}
pid {work}/pid;
error_log {work}/error.log;
events {{ }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {work}/body;
    fastcgi_temp_path {work}/fastcgi;
    proxy_temp_path {work}/proxy;
    scgi_temp_path {work}/scgi;
    uwsgi_temp_path {work}/uwsgi;
    {server}
}}
"""
"""What a system's own settings have around those of a server."""


def settings(root: Path, work: Path, port: int) -> str:
    """Return the settings that are offered, with the three lines that are to be changed, within those of a system."""
    server = OFFERED.read_text("utf-8")
    own = {"listen": f"127.0.0.1:{port}", "server_name": "127.0.0.1", "root": str(root)}
    for name, value in own.items():
        server, number = re.subn(rf"(?m)^    {name} .*;$", f"    {name} {value};", server)
        assert number == 1, name
    user = "user root;" if os.geteuid() == 0 else ""  # folders of tests are not for others
    return AROUND.format(user=user, work=work, server=server)


@contextmanager
def serving(root: Path, work: Path) -> Iterator[str]:
    """Serve `root` on the loopback; yield the address. Whoever asks too early waits: the port is open before."""
    with socket.create_server(("127.0.0.1", 0)) as port:
        (work / "nginx.conf").write_text(settings(root, work, port.getsockname()[1]), "utf-8")
        command = [PROGRAM, "-p", str(work), "-e", str(work / "error.log"), "-c", str(work / "nginx.conf")]
        process = subprocess.Popen(
            command, env={**os.environ, "NGINX": f"{port.fileno()};"}, pass_fds=[port.fileno()], cwd=work
        )
        address = f"http://127.0.0.1:{port.getsockname()[1]}/"
    try:
        yield address
    finally:
        process.terminate()
        process.wait(LIMIT_S)
