# tessera compare: how like its source a mosaic is.
# shellcheck shell=bats

# shellcheck source=support.bash
load support

setup_file() {
    prepare_file
    prepare_library
}

setup() { prepare_test; }

@test "a picture is like itself without a difference" {
    exits 0 compare "$SOURCE" "$SOURCE" --cells 16x12 --json
    json 'all(."1x_srgb", ."1x_linear", ."4x_srgb", ."4x_linear";
        .psnr == null and .ssim == 1 and .delta_e == 0 and .delta_e_p95 == 0)'
    exits 0 compare "$SOURCE" "$SOURCE" --cells 16x12
    [[ $output == *inf*1.0000*0.000* ]]
}

@test "the report has what a program wants to know" {
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 16x12
    exits 0 compare "$SOURCE" out.png --cells 16x12 --json
    json '.schema == 1 and .command == "compare" and .width == 256 and .height == 192
        and .columns == 16 and .rows == 12 and .seconds.total > 0 and .warnings == []'
    json 'all(."1x_srgb", ."1x_linear", ."4x_srgb", ."4x_linear";
        .psnr > 0 and .ssim <= 1 and .delta_e > 0 and .delta_e_p95 >= 0)'
}

@test "the table has a row for each distance and light" {
    exits 0 compare "$SOURCE" "$SOURCE" --cells 12x9
    [[ $output == *1x_srgb*1x_linear*4x_srgb*4x_linear* ]]
}

@test "PSNR and difference of two flat pictures are those worked by hand" {
    flat a.png 100 100 100
    flat b.png 110 110 110
    exits 0 compare a.png b.png --cells 4x4 --json
    # 20 log10(255 / 10) = 28.1308
    json 'all(."1x_srgb", ."4x_srgb"; .psnr - 28.1308 | fabs | . < 0.0001)'
    # L* of sRGB 100 and 110 is 42.375 and 46.428; CIEDE2000 of greys is the difference over S_L.
    json '."1x_srgb".delta_e > 3.5 and ."1x_srgb".delta_e < 4.06'
}

@test "a mosaic of more tiles is more like its source than one of a single tile" {
    exits 0 build "$PHOTOS/photo00.png" -o one --tile 16
    exits 0 render "$SOURCE" -l one -o one.png --cells 12x9
    exits 0 render "$SOURCE" -l "$LIBRARY" -o all.png --cells 12x9
    exits 0 compare "$SOURCE" one.png --cells 12x9 --json
    local one
    one=$(value '."1x_srgb".psnr')
    exits 0 compare "$SOURCE" all.png --cells 12x9 --json
    json "\"1x_srgb\" as \$k | .[\$k].psnr > $one"
}

@test "the score is the same at any number of threads" {
    local threads first=
    exits 0 render "$SOURCE" -l "$LIBRARY" -o out.png --cells 12x9
    for threads in 1 2 7; do
        exits 0 compare "$SOURCE" out.png --cells 12x9 --threads "$threads"
        [[ $output == "${first:=$output}" ]]
    done
}

@test "SSIM is left out where a grid is too small for it" {
    exits 0 compare "$SOURCE" "$SOURCE" --cells 2x2 --json
    json '."1x_srgb".ssim == null and ."1x_srgb".delta_e == 0'
    exits 0 compare "$SOURCE" "$SOURCE" --cells 2x2
    [[ $output == *1x_srgb*' - '* ]]
}

@test "a picture smaller than four px a cell is refused" {
    exits 2 compare "$SOURCE" "$SOURCE" --cells 90x9
    no_output
    says "source.png" "96"
}

@test "absurd grids are refused" {
    local cells
    for cells in 0x0 -1x5 10x axb 1000000x1000000 2000000000x2000000000; do
        exits 2 compare "$SOURCE" "$SOURCE" --cells="$cells"
        no_output
    done
}

@test "what can't be read is exit code 3 and named" {
    first_half "$SOURCE" half.png
    exits 3 compare missing.png "$SOURCE" --cells 12x9
    says "missing.png"
    exits 3 compare "$SOURCE" half.png --cells 12x9
    no_output
    says "half.png"
}
