#!/usr/bin/env bats
# The library, called by a program in C and by one in C++.

load ../cli/support

setup_file() { prepare_file && prepare_library; }
setup() { prepare_test; }

calls() { "$CALLS" "$PHOTOS" "$SOURCE" "$PWD" "$@"; }
host() { "$HOST" "$PHOTOS" "$SOURCE" "$PWD" "$@"; }

# Nobody keeps freed memory for later: neither malloc() for each thread, nor GLib.
exact() { EXACT=1 G_SLICE=always-malloc GLIBC_TUNABLES=glibc.malloc.tcache_count=0 "$@"; }

# What `tessera render` and `tessera plan` make: the same bytes as repeat.png and its plan.
same_as_the_command() {
    "$TESSERA" render "$SOURCE" -l "$LIBRARY" -o command.png --cells 12x9 --spacing 1 --flip --quiet
    cmp repeat.png command.png
    "$TESSERA" plan "$SOURCE" -l "$LIBRARY" -o command.plan.tif --cells 12x9 --spacing 1 --flip --quiet
    cmp repeat.plan.tif command.plan.tif
}

@test "C: whole jobs, misuse, cancelling, pixels in memory" { calls check; }

@test "C: many calls in one process, memory doesn't grow" {
    calls repeat 30
    exact calls repeat 30
}

@test "C: eight threads at once" { calls threads 8; }

@test "C: the same bytes as the command" {
    calls repeat 1
    same_as_the_command
}

@test "C++: a host that runs libvips itself keeps its settings and its signals, and its outputs are its own" {
    run host check
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "C++: many jobs in one process, memory doesn't grow" {
    host repeat 30
    exact host repeat 30
}

@test "C++: eight threads at once" { host threads 8; }

@test "C++: the same bytes as the command" {
    host repeat 1
    same_as_the_command
}

@test "C: a sample says what failed" {
    run "$SAMPLES/03_from_c" "$PHOTOS" "$SOURCE" tiles /no/such/folder/wall.png
    [ "$status" -eq 1 ]
    [[ $output == *'write_failed: '*'/no/such/folder'* ]]
}
