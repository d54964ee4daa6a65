# One image for web, worker and beat (docker-compose.yml). PYTHONPATH names the project, so that `import requests` is ours;
# PYTHONSAFEPATH must stay unset (docs/decisions/0005).
FROM python:3.11-slim-bookworm AS build
ENV UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1
RUN pip install --no-cache-dir "uv>=0.13"
WORKDIR /srv/cctv
COPY pyproject.toml uv.lock .python-version ./
RUN uv sync --frozen --no-dev --python /usr/local/bin/python3
COPY . .

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-cns11643-kai \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 1000 --create-home cctv \
 && install -d -o cctv -g cctv -m 0700 /data /backups
COPY --from=build /srv/cctv /srv/cctv
WORKDIR /srv/cctv
ENV PATH=/srv/cctv/.venv/bin:$PATH PYTHONPATH=/srv/cctv PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=cctv_admin.settings.prod CCTV_DATA_DIR=/data CCTV_STATIC_ROOT=/srv/cctv/staticfiles
RUN CCTV_DATA_DIR=/tmp/build python manage.py collectstatic --noinput --verbosity=0 && rm -rf /tmp/build
USER cctv
VOLUME /data /backups
EXPOSE 8000
CMD ["gunicorn", "cctv_admin.wsgi:application", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--graceful-timeout=25", "--no-control-socket"]
