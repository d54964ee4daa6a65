# Sourced by script/*: runs one module of script/lib from the project's root with a Python that is new enough.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
unset PYTHONSAFEPATH PYTHONHOME VIRTUAL_ENV PYTHONDONTWRITEBYTECODE

run_module() {
  local python
  for python in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      exec "$python" -m "$@"
    fi
  done
  echo "需要 Python 3.11 以上，請先安裝。Python 3.11 or newer is needed." >&2
  exit 1
}
