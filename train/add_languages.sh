#!/usr/bin/env bash
# Add the languages of a corpus to the released weights, and hold the old ones to a point:
#
#     train/add_languages.sh CORPUS OUTPUT [WEIGHTS] [ARGUMENTS OF FIT]
#
# CORPUS holds examples of the old languages, too: see README.md, "Starting from our weights".
# OUTPUT gets a data set, a run and compare.json. PYTHON names the interpreter, WINDOWS how many
# windows a language gives, PROJECTS how many projects a language needs.
set -euo pipefail
corpus=$1 output=$2 weights=${3:-released}
shift $(($# < 3 ? $# : 3))
python=${PYTHON:-python}

"$python" -m train dataset --corpus "$corpus" --output "$output/data" --vocabulary "$weights" \
  --set windows_per_language="${WINDOWS:-4000}" --set min_projects="${PROJECTS:-6}"
SECONDS=0
"$python" -m train fit --dataset "$output/data" --output "$output/run" --init "$weights" \
  --set learning_rate=5e-4 --set max_repeats=1 "$@"
echo "fitted in $SECONDS seconds"
"$python" -m train compare --run "$output/run" --dataset "$output/data" --init "$weights" \
  --max-loss 1
