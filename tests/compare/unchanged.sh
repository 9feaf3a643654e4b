#!/usr/bin/env bash
# Whether two builds of the command line say the same. Each makes the sample organisation and is asked all it can tell of it;
# the new one is asked of the old one's files too, before and after it has written into them.
#   unchanged.sh OLD_CLI NEW_CLI [FOLDER]   FOLDER keeps what was said
# Ends with 0 and one line when all is equal; with 1 and the first differences when not.
# Owns the questions and what may differ between two runs; knows no ledger, only what `ledgers` lists.
set -euo pipefail
(($# >= 2)) || { sed -n '2,6s/^# //p' "$0" >&2; exit 2; }
old=$(realpath "$1") new=$(realpath "$2")
here=$(realpath "$(dirname "$0")")
sheets=$here/../sheets
said=${3:-$(mktemp -d)}
mkdir -p "$said"
[[ -z $(ls -A "$said") ]] || { echo "$said is not empty" >&2; exit 2; }
said=$(realpath "$said")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TAIZHANG_PASSWORD=示例密码2021
# A history of which older builds tell the same.
summer=(--days 180 --end 2021-08-31)
days=(2021-05-31 2021-08-31)
months=('2021-03-01 2021-03-31' '2021-08-01 2021-08-31')
read_by() { python3 "$here/unchanged.py" "$@"; }

# ask NAME ARGUMENTS…: what the program says, with its code, into a file of this name. Refusals are answers too.
ask() {
  local name=$into/$1 code=0
  shift
  mkdir -p "$(dirname "$name")"
  "$program" "$@" >"$name" 2>&1 || code=$?
  # A program that was killed or panicked gave no answer to compare.
  ((code <= 4)) || { echo "code $code: $program $*" >&2; cat "$name" >&2; exit 1; }
  printf '\ncode %s\n' "$code" >>"$name"
}

# A paper as its words and where each stands; a workbook as its cells. What is refused was written down by `ask`.
paper() {
  local name=$1
  shift
  rm -f page.pdf
  ask "$name" print sample.taizhang "$1" page.pdf "${@:2}"
  [[ -e page.pdf ]] || return 0
  pdftotext -bbox page.pdf - | read_by words >>"$into/$name"
}
workbook() {
  local name=$1
  shift
  rm -f book.xlsx
  ask "$name" export sample.taizhang "$1" book.xlsx "${@:2}"
  [[ -e book.xlsx ]] || return 0
  read_by cells book.xlsx >>"$into/$name"
}

# A question of each kind, where each costs a key or only what was written in between may be otherwise.
ask_little() {
  local ledger
  while read -r ledger _; do
    ask "list/$ledger" list sample.taizhang "$ledger" --limit 0 --on "${days[1]}" --json
    paper "paper/$ledger" "$ledger" --from "${months[1]% *}" --to "${months[1]#* }" --on "${days[1]}"
    workbook "export/$ledger" "$ledger" --on "${days[1]}"
  done <"$work/ledgers"
  ask history history sample.taizhang --limit 0 --json
  ask status status sample.taizhang --on "${days[1]}" --json
  ask check check sample.taizhang --json
}

ask_all() {
  local ledger forms form day month id text
  ask ledgers ledgers --json
  while read -r ledger forms; do
    for day in "${days[@]}"; do
      ask "list/$ledger-$day" list sample.taizhang "$ledger" --limit 0 --on "$day" --json
      ask "list/$ledger-$day-valid" list sample.taizhang "$ledger" --limit 0 --on "$day" --valid --json
      ask "list/$ledger-$day-lines" list sample.taizhang "$ledger" --limit 0 --on "$day"
      workbook "export/$ledger-$day" "$ledger" --on "$day"
    done
    workbook "export/$ledger-voided" "$ledger" --on "${days[1]}" --voided
    workbook "export/$ledger-blank" "$ledger" --blank
    rm -f book.csv
    ask "export/$ledger-csv" export sample.taizhang "$ledger" book.csv --on "${days[1]}"
    if [[ -e book.csv ]]; then
      cat book.csv >>"$into/export/$ledger-csv"
      # What was exported changes nothing when it comes back.
      ask "import/own-$ledger" import sample.taizhang "$ledger" book.csv --dry-run --json
    fi
    for form in $forms; do
      paper "paper/$ledger-$form" "$ledger" --form "$form" --on "${days[1]}"
      for month in "${months[@]}"; do
        paper "paper/$ledger-$form-${month% *}" "$ledger" --form "$form" --from "${month% *}" --to "${month#* }" --on "${month#* }"
      done
    done
    for id in 1 3 7; do
      paper "one/$ledger-$id-sheet" "$ledger" --form sheet --id "$id" --on "${days[1]}"
      ask "one/$ledger-$id-history" history sample.taizhang "$ledger" "$id"
    done
    for text in zw 陈 142 张 办公 500111 l; do
      ask "search/$ledger-$text" list sample.taizhang "$ledger" --filter "$text" --on "${days[1]}" --json
    done
  done <"$work/ledgers"
  for day in "${days[@]}" 2021-03-31 2021-12-31; do
    ask "status/$day" status sample.taizhang --on "$day" --json
    ask "status/$day-lines" status sample.taizhang --on "$day" --clients
  done
  ask history/all history sample.taizhang --limit 0 --json
  ask history/all-lines history sample.taizhang --limit 20
  ask check check sample.taizhang --json
}

# What a person writes, and what each writing answers.
act() {
  local sheet name
  for sheet in "$sheets"/*.xls*; do
    name=$(basename "$sheet")
    ask "plan/$name" import sample.taizhang staff "$sheet" --year 2021 --dry-run --json
  done
  ask import import sample.taizhang staff "$sheets/roster-libreoffice.xlsx" --year 2021 --rejects rejects.xlsx --json
  [[ ! -e rejects.xlsx ]] || read_by cells rejects.xlsx >>"$into/import"
  ask again import sample.taizhang staff "$sheets/roster-libreoffice.xlsx" --year 2021 --dry-run --json
  # Where nothing was imported, something else would be taken back.
  if grep -q '"added":[1-9]' "$into/import"; then ask undo undo sample.taizhang --json; fi
  ask add add sample.taizhang places --json-row '{"name":"图书角"}' --json
  ask refused add sample.taizhang staff --json-row '{"name":"王小明","id_number":"500101199001010"}' --json
  ask change change sample.taizhang staff 3 --json-row '{"note":"换了手机","mobile":"14200000003"}' --json
  ask void void sample.taizhang vaccinations 2 --reason 记重了 --json
  ask void-parent void sample.taizhang staff 5 --reason 记错了人 --json
  ask undo-two undo sample.taizhang --steps 2 --json
  ask whole list sample.taizhang staff --limit 0 --on "${days[1]}" --unmasked --purpose 核对 --recipient 街道 --json
}

# What a file says, what it answers to acts, and what it says after them. What two runs must say differently is evened.
tell() {
  cd "$work/$1"
  into=$said/$1/plain/before
  ask_all
  into=$said/$1/plain/acts
  act
  into=$said/$1/plain/after
  ask_little
  rm -rf sample.taizhang 备份
  mv encrypted.taizhang sample.taizhang
  into=$said/$1/encrypted
  ask_little
  read_by settle "$said/$1" "$PWD" "$begun"
}

begun=$(date -u +%F)
"$old" ledgers --json | read_by forms >"$work/ledgers"
mkdir "$work"/{old,new,moved}
for which in old new; do
  "${!which}" sample "$work/$which/sample.taizhang" "${summer[@]}" --plain >/dev/null
  "${!which}" sample "$work/$which/encrypted.taizhang" "${summer[@]}" >/dev/null
done
cp "$work"/old/*.taizhang "$work/moved"

pids=()
for which in old new moved; do
  program=$new
  [[ $which != old ]] || program=$old
  (tell "$which") & pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid"; done

# Two samples have uids of their own; a file keeps those it has.
differ=0
diff -r -x uids "$said/old" "$said/new" >"$work/new.diff" || differ=1
diff -r "$said/old" "$said/moved" >"$work/moved.diff" || differ=1
if ((differ)); then
  for which in new moved; do
    [[ -s $work/$which.diff ]] || continue
    printf '== %s against old: %s answers differ, the first of them\n' "$which" "$(grep -c -e '^diff ' -e '^Only in ' "$work/$which.diff")"
    head -n 40 "$work/$which.diff" | cut -c -300
  done
  echo "all that was said: $said"
  exit 1
fi
echo "unchanged: $(find "$said/old" -type f | wc -l) answers, said of a new file and of one that was moved"
[[ -n ${3:-} ]] || rm -rf "$said"
