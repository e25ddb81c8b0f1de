#!/bin/bash
set -e

cd {{ $project->path }}
git fetch origin {{ $branch }}
git reset --hard origin/{{ $branch }}

@foreach ($commands as $command)
{!! $command !!}
@endforeach

if [ -f artisan ]; then
    php artisan migrate --force
    php artisan cache:clear
fi
