"""script/install: one school on a server with systemd, PostgreSQL and Redis; installed, upgraded, and put back when that fails."""
