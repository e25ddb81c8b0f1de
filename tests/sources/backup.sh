#!/usr/bin/env bash
# Copies the folders given into a dated archive and keeps the newest seven.
set -euo pipefail

target=${BACKUP_TARGET:-/var/backups/home}
keep=7

usage() {
    echo "usage: $(basename "$0") [-n] FOLDER..." >&2
    exit 2
}

log() {
    printf '%s %s\n' "$(date +%H:%M:%S)" "$*"
}

dry_run=false
while getopts 'nh' option; do
    case "$option" in
        n) dry_run=true ;;
        *) usage ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || usage

mkdir -p "$target"
archive="$target/backup-$(date +%Y-%m-%d).tar.gz"

for folder in "$@"; do
    if [[ ! -d $folder ]]; then
        log "no such folder: $folder"
        exit 1
    fi
done

if $dry_run; then
    log "would write $archive"
else
    tar --create --gzip --file "$archive" "$@"
    log "wrote $archive, $(du -h "$archive" | cut -f1)"
fi

ls -1t "$target"/backup-*.tar.gz | tail -n +$((keep + 1)) | while read -r old; do
    log "removing $old"
    $dry_run || rm -f -- "$old"
done
