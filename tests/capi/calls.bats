#!/usr/bin/env bats
# The C API, used by a program in C.

load ../cli/support

setup_file() { prepare_file && prepare_library; }
setup() { prepare_test; }

calls() { "$CALLS" "$PHOTOS" "$SOURCE" "$PWD" "$@"; }

@test "C: whole jobs, misuse, cancelling, pixels in memory" { calls check; }

@test "C: many calls in one process, memory doesn't grow" { calls repeat 30; }

@test "C: eight threads at once" { calls threads 8; }

@test "C: the same bytes as the command" {
    calls repeat 1
    "$TESSERA" render "$SOURCE" -l "$LIBRARY" -o command.png --cells 12x9 --spacing 1 --flip --quiet
    cmp repeat.png command.png
    "$TESSERA" plan "$SOURCE" -l "$LIBRARY" -o command.plan.tif --cells 12x9 --spacing 1 --flip --quiet
    cmp repeat.plan.tif command.plan.tif
}

@test "C: a sample says what failed" {
    run "$SAMPLES/03_from_c" "$PHOTOS" "$SOURCE" tiles /no/such/folder/wall.png
    [ "$status" -eq 1 ]
    [[ $output == *'write_failed: '*'/no/such/folder'* ]]
}
