"""The private nginx: one address for the pages and for the live stream.

While the programs behind it are away it shows a page of its own to people, and to nobody else.
Nothing that comes to `/ingest/` is logged: a device's secret travels in the address there.
Archives of base maps it serves itself, in parts; where it may not read them, the pages do.
"""

from collections.abc import Mapping
from pathlib import Path

from municipality.runtime.accounts import Account, account_of, own_folder, write_for
from municipality.runtime.away import away_page, away_policy
from municipality.runtime.executables import executable
from municipality.runtime.places import Places, check_path
from municipality.runtime.ports import LOOPBACK
from municipality.runtime.programs import Program

FIRST_OPEN_PORT = 1024
SETTINGS = """\
{user}daemon off;
worker_processes 1;
worker_rlimit_nofile 16384;
pid nginx.pid;
error_log stderr warn;
events {{ worker_connections 8192; }}
http {{
  access_log off;
  server_tokens off;
  default_type application/octet-stream;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  client_max_body_size 32m;
  keepalive_timeout 75s;
  gzip on;
  gzip_comp_level 4;
  gzip_min_length 512;
  gzip_proxied any;
  gzip_vary on;
  gzip_types application/json application/geo+json application/vnd.mapbox-vector-tile
    application/javascript application/manifest+json text/javascript
    text/css text/plain text/csv image/svg+xml;
  map $request_method $allowed {{ default ""; TRACE "GET, HEAD, POST, OPTIONS"; }}
  upstream pages {{ server {loopback}:{wsgi}; keepalive 32; }}
  upstream stream {{ server {loopback}:{live}; keepalive 32; }}
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-For {forwarded};
  proxy_set_header X-Forwarded-Proto {scheme};
  server {{
    listen {address}:{web};
    add_header Allow $allowed always;
    location = /live/stream {{
      proxy_pass http://stream;
      proxy_buffering off;
      proxy_read_timeout 1h;
      gzip off;
    }}
    location = /geodata/new/ {{
      client_max_body_size 1100m;
      proxy_pass http://pages;
      proxy_read_timeout 300s;
    }}
    location /ingest/ {{
      proxy_pass http://pages;
      proxy_read_timeout 120s;
      access_log off;
      error_log /dev/null crit;
    }}
    location ~ "^/basemap/([a-z0-9][a-z0-9-]*\\.pmtiles)$" {{
      alias "{basemaps}/$1";
      types {{ }}
      default_type application/vnd.pmtiles;
      max_ranges 1;
      add_header Cache-Control "public, max-age=3600";
      add_header Cross-Origin-Resource-Policy same-origin;
      add_header X-Content-Type-Options nosniff;
      error_page 403 404 = @pages;
      log_not_found off;
    }}
    location @pages {{ proxy_pass http://pages; }}
    location / {{
      proxy_pass http://pages;
      proxy_read_timeout 120s;
      error_page 502 503 504 /away.html;
    }}
    location = /away.html {{
      internal;
      root pages;
      default_type text/html;
      charset utf-8;
      add_header Content-Security-Policy "{policy}" always;
      add_header X-Content-Type-Options nosniff always;
      add_header Cache-Control no-store always;
      add_header Retry-After 10 always;
    }}
  }}
}}
"""


def proxy_text(
    ports: Mapping[str, int],
    address: str,
    account: Account,
    *,
    basemaps: str = "basemap",
    behind_tls: bool = False,
) -> str:
    """Return nginx.conf; nginx begins as root only for a port that is reserved for root.

    Behind TLS the front before us is trusted to say how a page was asked for. `basemaps` is the
    folder of the archives of base maps.
    """
    return SETTINGS.format(
        user=f"user {account.name};\n" if _needs_root(ports, account) else "",
        loopback=LOOPBACK,
        scheme="$http_x_forwarded_proto" if behind_tls else "$scheme",
        forwarded="$proxy_add_x_forwarded_for" if behind_tls else "$remote_addr",
        address=f"[{address}]" if ":" in address else address,
        wsgi=ports["WSGI_PORT"],
        live=ports["LIVE_PORT"],
        policy=away_policy(),
        basemaps=basemaps,
        web=ports["WEB_PORT"],
    )


def prepare_proxy(
    places: Places,
    ports: Mapping[str, int],
    address: str,
    *,
    behind_tls: bool = False,
    variables: Mapping[str, str] | None = None,
) -> Program:
    """Write the configuration and its one page, and return the program.

    `variables` are settings of the project; they may say what the commune is called.
    """
    account = account_of("www-data")
    home = own_folder(places.services / "nginx", account)
    pages = own_folder(home / "pages", account)
    write_for(pages / "away.html", away_page(variables or {}), account)
    basemaps = (variables or {}).get("BASEMAP_DIR") or str(places.var / "basemap")
    check_path(Path(basemaps))
    text = proxy_text(ports, address, account, basemaps=basemaps, behind_tls=behind_tls)
    write_for(home / "nginx.conf", text, account)
    command = (executable("nginx"), "-p", f"{home}/", "-e", "stderr", "-c", "nginx.conf")
    return Program("nginx", command, home, None if _needs_root(ports, account) else account.name)


def _needs_root(ports: Mapping[str, int], account: Account) -> bool:
    return account.name is not None and ports["WEB_PORT"] < FIRST_OPEN_PORT
